/** A server on loopback for download tests, which lists the requests it receives. */

/** A running server; `requests` grows with every request. */
export interface TestServer extends AsyncDisposable {
  readonly address: string;
  readonly requests: string[];
}

/** Answers each path as `answers` defines, every other path with status 404. */
export function serve(answers: Record<string, (request: Request) => Response>): TestServer {
  const requests: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    requests.push(pathname);
    return answers[pathname]?.(request) ?? new Response("not here", { status: 404 });
  });
  return {
    address: `http://127.0.0.1:${server.addr.port}`,
    requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Runs `use` with a new folder, which is removed afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The names in a folder, sorted; none if there is no folder. */
export function list(folder: string): string[] {
  try {
    return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
