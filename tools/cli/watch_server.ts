/** A small server for this computer only: a page that contains the report and reloads it. */

/** The messages that the page understands. */
export type PageMessage = "running" | "reload" | "failed";

/** A running server. */
export interface PageServer {
  readonly address: string;
  /** Sends a message to every open page. */
  send(message: PageMessage): void;
  close(): Promise<void>;
}

/** The page around the report. The report is in a frame because its policy permits only its own scripts. */
const SHELL = `<!doctype html><html lang="en"><meta charset="utf-8"><title>ConvLab watch</title>
<style>html,body{margin:0;height:100%}iframe{border:0;width:100%;height:100%}
p{position:fixed;right:1rem;bottom:1rem;margin:0;padding:.3rem .8rem;font:14px sans-serif;
background:#222;color:#fff;border-radius:1rem}p:empty{display:none}</style>
<iframe src="/report" title="The report"></iframe><p role="status"></p>
<script>
const texts = { running: "running …", reload: "", failed: "the lab failed; the terminal shows why" };
new EventSource("/news").onmessage = ({ data }) => {
  document.querySelector("p").textContent = texts[data];
  if (data === "reload") document.querySelector("iframe").contentWindow.location.reload();
};
</script></html>`;

const WAITING = "<!doctype html><meta charset=utf-8><p>The lab is running for the first time …";

/**
 * Why the request is refused; undefined if it is not. A page of another site can make the browser ask
 * this server under a name of its own (DNS rebinding), and would then be permitted to read the answer.
 */
function refusal(request: Request, port: number): Response | undefined {
  const host = request.headers.get("host");
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) {
    return new Response(`Expected the host 127.0.0.1:${port}.`, { status: 421 });
  }
  if (request.method === "GET" || request.method === "HEAD") return undefined;
  return new Response("Expected GET or HEAD.", { status: 405, headers: { allow: "GET, HEAD" } });
}

/** Sent with every answer: no other site may embed it, and nobody may guess its type. */
const GUARD = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  "x-frame-options": "SAMEORIGIN",
  "referrer-policy": "no-referrer",
} as const;

/**
 * Serves the report at `path` on 127.0.0.1, to this computer's browser only: requests under another
 * host's name, or by another method than GET and HEAD, are refused. Port 0 takes a free one.
 */
export function servePage(path: string, port = 0): PageServer {
  const listeners = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  const html = (body: string) =>
    new Response(body, {
      headers: { ...GUARD, "content-type": "text/html; charset=utf-8" },
    });
  const routes: Readonly<Record<string, () => Promise<Response> | Response>> = {
    "/": () => html(SHELL),
    "/report": async () => html(await Deno.readTextFile(path).catch(() => WAITING)),
    "/news": () => {
      let own: ReadableStreamDefaultController<Uint8Array>;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          own = controller;
          listeners.add(own);
          own.enqueue(encoder.encode(": connected\n\n"));
        },
        cancel: () => void listeners.delete(own),
      });
      return new Response(body, { headers: { ...GUARD, "content-type": "text/event-stream" } });
    },
  };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port, onListen: () => {} },
    (request) => {
      const refused = refusal(request, server.addr.port);
      if (refused) return refused;
      const { pathname } = new URL(request.url);
      const route = Object.hasOwn(routes, pathname) ? routes[pathname] : undefined;
      // The answer to HEAD has no body, and a stream that nobody reads would never end.
      if (request.method === "HEAD" && pathname === "/news") return new Response(null);
      return route ? route() : new Response("Not found", { status: 404 });
    },
  );
  return {
    address: `http://127.0.0.1:${server.addr.port}/`,
    send: (message) =>
      listeners.forEach((each) => each.enqueue(encoder.encode(`data: ${message}\n\n`))),
    close: async () => {
      listeners.forEach((each) => each.close());
      listeners.clear();
      await server.shutdown();
    },
  };
}
