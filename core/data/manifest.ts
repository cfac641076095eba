/** What is known about a data set before any of it is read. */

/** One IDX file. */
export interface FileFacts {
  /** Without `.gz`. */
  readonly name: string;
  /** Rows: images or labels. */
  readonly count: number;
  /** Length after unpacking. */
  readonly bytes: number;
  /** Of the unpacked file, so that it does not matter who compressed it, or how. */
  readonly sha256: string;
}

/** The two files of a split. */
export interface SplitFacts<File extends FileFacts = FileFacts> {
  readonly images: File;
  readonly labels: File;
}

/** A file as its publisher sends it: gzipped, with length and checksum of that. */
export interface PublishedFile extends FileFacts {
  readonly gz: { readonly bytes: number; readonly sha256: string };
}

/** Training and test part. */
export interface Splits<File extends FileFacts = FileFacts> {
  readonly train: SplitFacts<File>;
  readonly test: SplitFacts<File>;
}

/** A data set of which a part is embedded: its meaning, and the files of that part. */
export interface EmbeddedSource {
  readonly name: string;
  /** The name of each class number. */
  readonly classes: readonly string[];
  /** Height, width and channels of one image. */
  readonly shape: readonly [number, number, number];
  /** Under `weights/data/<name>/`. */
  readonly subset: Splits;
}

/** A data set whose publisher's files are known, too, and where they may be found. */
export interface DatasetSource extends EmbeddedSource {
  /** The address that the files' names are added to; ends with a slash. */
  readonly address: string;
  /** Where a system package would put the files. */
  readonly systemDir: string;
  readonly full: Splits<PublishedFile>;
}
