/** The scripts of live figures inside the page: compressed, and only where there is such a figure. */
import { gzipSync } from "node:zlib";
import { figuresScript, pageScript } from "../live/page_script.ts";
import { pageFile } from "./shell.ts";

/** The scripts as the page runs them, as it carries them, and the script that unpacks them. */
export interface LiveBundle {
  /** In the order in which they run. */
  readonly scripts: readonly string[];
  /** Each script, compressed with gzip, in base64, separated by spaces. */
  readonly packed: string;
  readonly loader: string;
}

/** Reads the live figures' scripts and compresses them. */
export async function liveBundle(): Promise<LiveBundle> {
  const scripts = await Promise.all([pageScript(), figuresScript()]);
  const packed = scripts.map((script) => gzipSync(script, { level: 9 }).toString("base64"));
  return { scripts, packed: packed.join(" "), loader: await pageFile("live_loader.js") };
}
