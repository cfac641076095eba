/** Reads a labelled data set as NumPy's `.npz`, such as Keras's `mnist.npz`. */
import { UserError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import { sha256 } from "../base/hash.ts";
import { isZip, zipEntries } from "../base/zip.ts";
import { checkLabels, DATA_LIMIT, type SetFacts, type Split, splitOff } from "./labelled_checks.ts";
import { type Npy, openNpy } from "./npy.ts";
import { readUserFile } from "./read.ts";

/** The names that the arrays have: images and labels for training, then for testing. */
const NAMES: readonly (readonly string[])[] = [
  ["x_train", "y_train", "x_test", "y_test"],
  ["train_images", "train_labels", "test_images", "test_labels"],
  ["training_images", "training_labels", "test_images", "test_labels"],
];
/** The names where no split was saved. */
const UNSPLIT: readonly (readonly string[])[] = [["x", "y"], ["X", "y"], ["images", "labels"]];

/** The parts of a file, and the SHA-256 of the file itself. */
export interface NpzFile {
  readonly train: Split;
  readonly test: Split;
  /** Whether the file came without a split, so that its last fifth tests. */
  readonly divided: boolean;
  readonly sha256: string;
}

/**
 * Reads the images and labels of a `.npz`.
 *
 * @throws {UserError} If the file cannot be read, is damaged, has other arrays than a data set has,
 * or has images of another size, elements that are no bytes, or other labels than the set's classes.
 */
export async function readNpz(path: string, set: SetFacts): Promise<NpzFile> {
  const { bytes, name: what } = await readUserFile(path, 2 * DATA_LIMIT);
  const fail = (problem: string, advice: string): never => {
    throw new UserError(`Cannot read ${what}: ${problem}. ${advice}.`);
  };
  if (!isZip(bytes)) {
    fail("expected a .npz (a zip archive), found other bytes", "Download it again");
  }
  const arrays = new Map(
    zipEntries(bytes, what, DATA_LIMIT).map((entry) => [entry.name.replace(/\.npy$/, ""), entry]),
  );
  const names = [...NAMES, ...UNSPLIT].find((names) => names.every((name) => arrays.has(name)));
  if (!names) {
    const found = [...arrays.keys()].slice(0, 8).map(quoted).join(", ") || "none";
    return fail(
      `expected the arrays x_train, y_train, x_test and y_test, found ${found}`,
      "Save them under these names with numpy.savez",
    );
  }
  const open = (name: string): Npy => openNpy(arrays.get(name)!, what);
  const opened = names.map((name) => ({ name, ...open(name) }));
  const splits: Split[] = [];
  for (let i = 0; i < opened.length; i += 2) {
    splits.push(readSplit(opened[i]!, opened[i + 1]!, set, what));
  }
  const digest = sha256(bytes);
  const [train, test] = splits;
  return train && test
    ? { train, test, divided: false, sha256: digest }
    : { ...splitOff(train!, what), divided: true, sha256: digest };
}

function readSplit(
  images: Npy & { readonly name: string },
  labels: Npy & { readonly name: string },
  set: SetFacts,
  what: string,
): Split {
  const refuse = (expected: string, found: string): never => {
    throw new UserError(
      `Cannot use ${what}: expected ${expected}, found ${found}. Give data of the shape of ${set.name}.`,
    );
  };
  const [height, width, channels] = set.shape;
  const [count = 0, ...size] = images.shape;
  if (size.join("x") !== `${height}x${width}` && size.join("x") !== set.shape.join("x")) {
    refuse(
      `${images.name} of shape [count, ${height}, ${width}]`,
      `[${images.shape.join(", ")}]`,
    );
  }
  if (images.dtype !== "|u1") refuse(`bytes (|u1) in ${images.name}`, `the type ${images.dtype}`);
  if (count === 0) refuse(`at least one image in ${images.name}`, "none");
  if (labels.shape.filter((size) => size !== 1).join() !== (count === 1 ? "" : `${count}`)) {
    refuse(
      `${count} labels in ${labels.name}, one per image in ${images.name}`,
      `shape [${labels.shape.join(", ")}]`,
    );
  }
  const pixels = images.read();
  if (!(pixels instanceof Uint8Array) || pixels.length !== count * height * width * channels) {
    throw new Error(`${what}: ${images.name} was checked, and changed.`);
  }
  return { images: pixels, labels: checkLabels(labels.read(), set, what), count };
}
