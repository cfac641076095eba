/** Opens pages in the user's browser. */
import { runDeno } from "./start.ts";

/** The program that opens files and addresses, by operating system; elsewhere it is xdg-open. */
const openers: Readonly<Record<string, readonly string[]>> = {
  darwin: ["open"],
  windows: ["explorer"],
};

/** Opens a file or an address in the browser; on failure prints it, so that the user can open it. */
export async function openInBrowser(target: string): Promise<void> {
  const [program = "", ...args] = openers[Deno.build.os] ?? ["xdg-open"];
  const opener = new URL("./open_program.ts", import.meta.url).href;
  // A separate process opens it, so that this one needs no permission to run programs but deno.
  const code = await runDeno([`--allow-run=${program}`, opener, program, ...args, target]);
  if (code !== 0) console.error(`Cannot open a browser with ${program}. Open ${target} yourself.`);
}
