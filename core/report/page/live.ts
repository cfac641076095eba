/** The script of live figures inside the page: compressed, and only where there is such a figure. */
import { gzipSync } from "node:zlib";
import { pageFile } from "./shell.ts";

/** The script as the page runs it, as the page carries it, and the script that unpacks it. */
export interface LiveBundle {
  readonly script: string;
  /** The script, compressed with gzip, in base64. */
  readonly packed: string;
  readonly loader: string;
}

/** Reads the live figures' script and compresses it. */
export async function liveBundle(): Promise<LiveBundle> {
  const [script, loader] = await Promise.all([
    pageFile("../live/generated/figures.js"),
    pageFile("live_loader.js"),
  ]);
  return { script, loader, packed: gzipSync(script, { level: 9 }).toString("base64") };
}
