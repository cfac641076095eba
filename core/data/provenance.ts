/** Where data may be searched for, and where it was found. */
import type { DownloadOptions } from "./download.ts";

/** Where data came from. Every report states it for all data that it shows. */
export interface Provenance {
  /** "fashion-mnist", "david.png", "weights of vgg16". */
  readonly name: string;
  /** In words, with the folder or the address: "cache .convlab/cache/fashion-mnist". */
  readonly source: string;
  /** Of the file; for several `files`, of their list in `sha256sum`'s format (`<sha256>  <name>\n`). */
  readonly sha256: string;
  /** True if the data replaces other data that was unavailable. */
  readonly standIn: boolean;
  /** The files of a data set. */
  readonly files?: readonly { readonly name: string; readonly sha256: string }[];
}

/** Where data may be searched for. */
export interface DataOptions extends DownloadOptions {
  /** The folder or file of the user's data (`--data DIR|FILE`). */
  readonly dataDir?: string;
  /** Whether missing data may be downloaded. Default false. */
  readonly download?: boolean;
  /** The folder for downloads; default `$CONVLAB_CACHE`, or `.convlab/cache` in the project. */
  readonly cacheDir?: string;
  /**
   * The weights of pretrained networks (`--weights`): "embedded", "imagenet", "random" or a path.
   * Overrides the pipeline's own choice.
   */
  readonly weights?: string;
  /** Gets a line for the terminal, such as how the weights of a file were matched. */
  readonly tell?: (line: string) => void;
}
