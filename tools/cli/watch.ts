/** `deno task watch`: runs a lab again whenever a file is saved, and reloads its page. */
import { join } from "node:path";
import { Command, wholeNumber } from "../../core/base/command_line.ts";
import { SIGNALS } from "../../core/lab/failure.ts";
import { withLabOptions } from "../../core/lab/options.ts";
import { openInBrowser } from "./browser.ts";
import { findLab, labFile, labNames } from "./lab_files.ts";
import { permissionsOf } from "./permissions.ts";
import { root, userPaths } from "./paths.ts";
import { givenOptions } from "./given_options.ts";
import { onInterrupt, runDeno } from "./start.ts";
import { type PageServer, servePage } from "./watch_server.ts";

const EXAMPLES = `
Example:
  deno task watch 4       then open the printed address, edit labs/04_convolution.ts and save`;

/** How long editors, which save in several steps, may take for one save. */
const SETTLE_MS = 150;

/** The command `watch`. */
export function command() {
  const watch = withLabOptions(new Command("deno task watch"))
    .argument("<lab>", "number, or part of the name")
    .option(
      "--port <n>",
      "port of the page on this computer; 0 takes a free one",
      wholeNumber(0),
      0,
    )
    .option("--open", "open the page in the browser", false)
    .description("Runs a lab again whenever you save a file, and reloads its page.")
    .addHelpText("after", EXAMPLES);
  return watch.action(async (wanted, options) => {
    const name = findLab(wanted, await labNames());
    const where = userPaths(options);
    const args = givenOptions(watch, { without: ["port", "open"], instead: where });
    const server = servePage(join(where.out, `${name}.html`), options.port);
    console.log(`Watching labs/${name}.ts: open ${server.address} (Ctrl-C ends)`);
    if (options.open) await openInBrowser(server.address);
    let running: Promise<number> = Promise.resolve(0);
    const ending = onInterrupt(async (signal) => {
      await running.catch(() => {});
      Deno.exit(SIGNALS[signal]);
    });
    const run = async (saved: AbortSignal) => {
      const file = await labFile(name);
      const permissions = permissionsOf(file, { ...where, download: options.download });
      const signal = AbortSignal.any([saved, ending.signal]);
      running = runDeno([...permissions, file.path, ...args], signal);
      return await running;
    };
    await rerun(run, saves(["labs", "dsl", "core"].map((folder) => join(root, folder))), server);
  });
}

/** Runs once, and again at every save, after stopping the run in progress. */
export async function rerun(
  run: (signal: AbortSignal) => Promise<number>,
  saves: AsyncIterable<unknown>,
  page: Pick<PageServer, "send">,
): Promise<void> {
  let stop = new AbortController();
  const once = async ({ signal }: AbortController) => {
    const code = await run(signal).catch((error) => {
      console.error(error instanceof Error ? error.message : error);
      return 1;
    });
    if (!signal.aborted) page.send(code === 0 ? "reload" : "failed");
  };
  let running = once(stop);
  for await (const _ of saves) {
    stop.abort();
    await running;
    stop = new AbortController();
    page.send("running");
    running = once(stop);
  }
  await running;
}

/** Yields once per save; changes within `SETTLE_MS` of each other are one save. */
async function* saves(folders: readonly string[]): AsyncGenerator<void> {
  using watcher = Deno.watchFs([...folders]);
  let wake = Promise.withResolvers<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listen = async () => {
    for await (const { kind, paths } of watcher) {
      if (kind === "access" || !paths.some((path) => /\.(ts|css|js)$/.test(path))) continue;
      clearTimeout(timer);
      timer = setTimeout(() => wake.resolve(), SETTLE_MS);
    }
  };
  const listening = listen();
  while (true) {
    await Promise.race([wake.promise, listening]);
    wake = Promise.withResolvers();
    yield;
  }
}
