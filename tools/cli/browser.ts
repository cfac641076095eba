/** Opening a page in the user's browser. */
import { runDeno } from "./start.ts";

/** The program that opens things, by operating system. */
const openers: Readonly<Record<string, readonly string[]>> = {
  darwin: ["open"],
  windows: ["explorer"],
};

/** Opens a file or an address; says where it is if there is no way to open it. */
export async function openInBrowser(target: string): Promise<void> {
  const [program = "", ...args] = openers[Deno.build.os] ?? ["xdg-open"];
  const opener = new URL("./open_program.ts", import.meta.url).href;
  // A program of its own, so that this one may start nothing but deno.
  const code = await runDeno([`--allow-run=${program}`, opener, program, ...args, target]);
  if (code !== 0) console.error(`Cannot open a browser here: open ${target} yourself.`);
}
