/** Pictures that earlier runs have drawn, one file each. */
import { join } from "node:path";
import { removeAbandoned, writeFileAtomic } from "../../base/files.ts";
import { sha256 } from "../../base/hash.ts";

/** A picture that no run has used for so long, in milliseconds, is removed. */
const UNUSED = 14 * 24 * 3_600_000;
/** No more pictures than this are kept; a run of all labs has about two hundred. */
const MOST = 2000;
/** How often, in milliseconds, a file's time is renewed by a run that uses it. */
const RENEWED = 24 * 3_600_000;

const PICTURE = /^[0-9a-f]{64}\.svg$/;

/**
 * A folder of pictures, each named by its key. A file begins with the SHA-256 of the rest, so that a
 * damaged one counts as none.
 */
export class PictureCache {
  /** @param folder Created with the first picture. */
  constructor(readonly folder: string) {}

  /** The cache in this folder; undefined if the folder may not be read or written. */
  static at(folder: string): PictureCache | undefined {
    const granted = (["read", "write"] as const).every((name) =>
      Deno.permissions.querySync({ name, path: folder }).state === "granted"
    );
    return granted ? new PictureCache(folder) : undefined;
  }

  /** Whether no run has kept a picture. */
  get empty(): boolean {
    try {
      for (const { name } of Deno.readDirSync(this.folder)) if (PICTURE.test(name)) return false;
    } catch {
      // The folder is missing.
    }
    return true;
  }

  /** The picture of this key; undefined if there is none, or if it is damaged. */
  read(key: string, now = Date.now()): string | undefined {
    const path = this.#path(key);
    try {
      const text = Deno.readTextFileSync(path);
      const svg = text.slice(65);
      if (text.slice(0, 65) !== `${checksum(svg)}\n`) return undefined;
      const used = Deno.statSync(path).mtime?.getTime() ?? 0;
      if (now - used > RENEWED) Deno.utimeSync(path, now / 1000, now / 1000);
      return svg;
    } catch {
      return undefined;
    }
  }

  /** Keeps a picture; does nothing if the folder cannot be written. */
  async write(key: string, svg: string): Promise<void> {
    await writeFileAtomic(this.#path(key), `${checksum(svg)}\n${svg}`).catch(() => {});
  }

  /**
   * Removes pictures that were not used for 14 days, the longest unused where there are more than
   * 2,000, and temporary files of killed programs. What cannot be removed stays.
   */
  async sweep({ now = Date.now(), most = MOST } = {}): Promise<void> {
    await removeAbandoned(this.folder, { now });
    const files: { path: string; used: number }[] = [];
    try {
      for await (const { name, isFile } of Deno.readDir(this.folder)) {
        if (!isFile || !PICTURE.test(name)) continue;
        const path = join(this.folder, name);
        files.push({ path, used: (await Deno.stat(path)).mtime?.getTime() ?? now });
      }
      files.sort((a, b) => b.used - a.used);
      for (const [i, { path, used }] of files.entries()) {
        if (i >= most || now - used > UNUSED) await Deno.remove(path);
      }
    } catch {
      // The folder is missing, or another process has just removed a file.
    }
  }

  #path(key: string): string {
    return join(this.folder, `${key}.svg`);
  }
}

const checksum = (text: string): string => sha256(new TextEncoder().encode(text));
