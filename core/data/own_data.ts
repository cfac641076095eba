/** Loads a labelled data set from the file or folder of `--data`: the user's own, in its usual layouts. */
import manifest from "../../weights/data/photographs.json" with { type: "json" };
import { UserError } from "../base/errors.ts";
import { grouped } from "../base/numbers.ts";
import { readCsv } from "./csv.ts";
import { readOwnSplit } from "./labelled.ts";
import { type SetFacts, type Split, splitOff } from "./labelled_checks.ts";
import { findLayouts, type FoundLayouts, type Layout, listed, setNamed } from "./layouts.ts";
import type { Splits } from "./manifest.ts";
import { readNpz } from "./npz.ts";
import { isFolder, requirePlace } from "./read.ts";

/** A data set of the user's. */
export interface OwnData {
  readonly train: Split;
  readonly test: Split;
  /** The files it was read from; of IDX files, the SHA-256 is that of the unpacked file. */
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  /** Whether these are exactly the published files. */
  readonly published: boolean;
  /** What a reader should know besides the place, for the report; may be empty. */
  readonly note: string;
}

const LOOKED_FOR =
  "train-images-idx3-ubyte and its three companions (.gz or unpacked), a .npz with x_train, or a " +
  ".csv with the label first";

/**
 * Loads the data set from `path`, a folder or a file.
 *
 * @param published The set's published files.
 * @returns The data; undefined if the folder holds only things that other data than sets are read
 * from, the book's photographs or a network's weights.
 * @throws {UserError} If there is nothing at `path`, if it holds no data set or another one, if
 * several fit equally well, or if a file is damaged or does not fit the set.
 */
export async function loadOwnData(
  path: string,
  set: SetFacts,
  published?: Splits,
): Promise<OwnData | undefined> {
  await requirePlace(path);
  if (await isFolder(path)) {
    const found = await findLayouts(path, set.name, published);
    const [layout, second] = found.layouts;
    if (layout && second) {
      const both = [layout, second].map((one) => mainFile(one).slice(path.length + 1));
      return refuse(path, set, `found ${listed(both)}, which fit equally well`, "Give one of them");
    }
    if (layout) return await read(layout, set, published);
    return nothingFound(path, set, found);
  }
  const other = setNamed(path.split(/[/\\]/).at(-1) ?? "");
  if (other !== undefined && other !== set.name) {
    return refuse(path, set, `found a file of ${other} by its name`, `Give data of ${set.name}`);
  }
  if (/\.npz$/i.test(path)) return await read({ kind: "npz", path }, set, published);
  if (/\.csv(\.gz)?$/i.test(path)) return await read({ kind: "csv", train: path }, set, published);
  return refuse(
    path,
    set,
    "expected a folder, a .npz or a .csv, found another file",
    "Give the folder that contains it",
  );
}

function refuse(path: string, { name }: SetFacts, problem: string, advice: string): never {
  throw new UserError(`Cannot load ${name} from --data ${path}: ${problem}. ${advice}.`);
}

function nothingFound(path: string, set: SetFacts, found: FoundLayouts): undefined {
  const { partial, others, names } = found;
  if (partial) {
    throw new UserError(
      `Cannot load ${set.name} from ${partial.folder}: expected 4 files, found ${
        4 - partial.missing.length
      }. Add ${partial.missing.join(", ")} (.gz or unpacked).`,
    );
  }
  const tops = new Set(manifest.photographs.map(({ file }) => file.replace(/\/.*/, "/")));
  const foreign = names.filter((name) =>
    /\.(npz|npy|csv|tsv|parquet|arff|mat|pkl|zip|gz|tar)$|idx/i.test(name)
  );
  const elsewhere = names.some((name) => tops.has(name) || /_kernels_notop\.h5$/.test(name));
  if (elsewhere && foreign.length === 0) return undefined;
  if (others.length > 0) {
    return refuse(
      path,
      set,
      `expected files of ${set.name}, found those of another set: ${listed(others)}`,
      `Give data of ${set.name}, or leave --data out`,
    );
  }
  return refuse(
    path,
    set,
    `expected ${LOOKED_FOR}, found ${listed(names)}`,
    "Add the files, or leave --data out",
  );
}

const mainFile = (layout: Layout): string =>
  layout.kind === "idx"
    ? layout.files["train images"]
    : layout.kind === "npz"
    ? layout.path
    : layout.train;

const nameOf = (path: string): string => path.replace(/^.*[/\\]/, "");

/** Says how examples without a split were divided. */
const divided = (train: Split, test: Split): string =>
  `the file has no split: its first ${grouped(train.count)} images train, its last ` +
  `${grouped(test.count)} test`;

async function read(layout: Layout, set: SetFacts, published?: Splits): Promise<OwnData> {
  if (layout.kind === "npz") {
    const { train, test, sha256, ...npz } = await readNpz(layout.path, set);
    const note = npz.divided ? divided(train, test) : "";
    return { train, test, files: [{ name: nameOf(layout.path), sha256 }], published: false, note };
  }
  if (layout.kind === "csv") {
    const first = await readCsv(layout.train, set);
    const files = [{ name: nameOf(layout.train), sha256: first.sha256 }];
    if (layout.test === undefined) {
      const { train, test } = splitOff(first.split, layout.train);
      return { train, test, files, published: false, note: divided(train, test) };
    }
    const second = await readCsv(layout.test, set);
    files.push({ name: nameOf(layout.test), sha256: second.sha256 });
    return { train: first.split, test: second.split, files, published: false, note: "" };
  }
  const { files } = layout;
  const at = (split: "train" | "test") =>
    [files[`${split} images`], files[`${split} labels`]] as const;
  const train = await readOwnSplit(at("train"), set, published?.train);
  const test = await readOwnSplit(at("test"), set, published?.test);
  const digests = [...train.sha256, ...test.sha256];
  const facts = published && [published.train, published.test].flatMap(({ images, labels }) => [
    images.sha256,
    labels.sha256,
  ]);
  return {
    train: train.split,
    test: test.split,
    files: [...at("train"), ...at("test")].map((path, i) => ({
      name: nameOf(path).replace(/\.gz$/i, ""),
      sha256: digests[i]!,
    })),
    published: facts?.join() === digests.join(),
    note: "",
  };
}
