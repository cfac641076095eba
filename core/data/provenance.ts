/** Where data may come from, and where it came from. */
import type { DownloadOptions } from "./download.ts";

/** Where data came from, for the report: nothing is shown without it. */
export interface Provenance {
  readonly name: string;
  /** In words, with the folder or the address. */
  readonly source: string;
  /** Of the file; of a set, of its files' `sha256sum` lines (`<sha256>  <name>\n`, in their order). */
  readonly sha256: string;
  /** True if it takes the place of something that could not be had. */
  readonly standIn: boolean;
  readonly files?: readonly { readonly name: string; readonly sha256: string }[];
}

/** Where data may come from. */
export interface DataOptions extends DownloadOptions {
  /** A folder to look in first (`--data DIR`). */
  readonly dataDir?: string;
  /** Whether what is found nowhere else may be fetched from the network. Default false. */
  readonly download?: boolean;
  /** Where downloads are kept; default `$CONVLAB_CACHE`, else `.convlab/cache` in the project. */
  readonly cacheDir?: string;
  /**
   * The weights of pretrained networks (`--weights`): "embedded", "imagenet", "random" or a path,
   * instead of what the pipeline says.
   */
  readonly weights?: string;
}
