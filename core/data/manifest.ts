/** The facts about a data set that are known before any of its files is read. */

/** One IDX file. */
export interface FileFacts {
  /** Without `.gz`. */
  readonly name: string;
  /** The number of images or labels. */
  readonly count: number;
  /** Length after unpacking. */
  readonly bytes: number;
  /** Of the unpacked file, so that it does not depend on the compressing program. */
  readonly sha256: string;
}

/** The two files of a split. */
export interface SplitFacts<File extends FileFacts = FileFacts> {
  readonly images: File;
  readonly labels: File;
}

/** A file as its publisher sends it: gzipped, with the length and SHA-256 of the gzipped file. */
export interface PublishedFile extends FileFacts {
  readonly gz: { readonly bytes: number; readonly sha256: string };
}

/** The files for training and for testing. */
export interface Splits<File extends FileFacts = FileFacts> {
  readonly train: SplitFacts<File>;
  readonly test: SplitFacts<File>;
}

/** A data set of which the repository contains a part. */
export interface EmbeddedSource {
  readonly name: string;
  /** The name of each class number. */
  readonly classes: readonly string[];
  /** Height, width and channels of one image. */
  readonly shape: readonly [number, number, number];
  /** The files of that part, below `weights/data/<name>/`. */
  readonly subset: Splits;
}

/** A data set whose published files are known as well. */
export interface DatasetSource extends EmbeddedSource {
  /** The address of the folder with the files; ends with a slash. */
  readonly address: string;
  /** The folder where a package of the operating system installs the files. */
  readonly systemDir: string;
  readonly full: Splits<PublishedFile>;
}
