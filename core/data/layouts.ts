/**
 * Finds the files of a labelled data set in a folder of the user's, in the layouts that people have:
 * the four IDX files under their usual names, NumPy's `.npz`, CSV; in the folder or below it.
 */
import { UserError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import type { Splits } from "./manifest.ts";
import { reason } from "./read.ts";

/** The files of one data set, by their layout. */
export type Layout =
  | { readonly kind: "idx"; readonly files: Readonly<Record<Role, string>> }
  | { readonly kind: "npz"; readonly path: string }
  | { readonly kind: "csv"; readonly train: string; readonly test?: string };

/** What a folder holds, as far as data sets go. */
export interface FoundLayouts {
  /** The layouts that may be the data set, best first; several that are equally good stay several. */
  readonly layouts: readonly Layout[];
  /** Some of the four IDX files; undefined if there are none. */
  readonly partial?: { readonly folder: string; readonly missing: readonly string[] };
  /** The files of other known data sets. */
  readonly others: readonly string[];
  /** The names of everything at the top of the folder. */
  readonly names: readonly string[];
}

/** What one of the four IDX files holds. */
export type Role = "train images" | "train labels" | "test images" | "test labels";

const ROLES: readonly Role[] = ["train images", "train labels", "test images", "test labels"];
/** `train-images-idx3-ubyte`, `t10k-labels.idx1-ubyte.gz`, `mnist-test-images.idx3-ubyte` … */
const IDX = /(?:^|[-_.])(train|t10k|test)[-_.](images|labels)[-_.]idx[13][-_.]ubyte(?:\.gz)?$/i;
/** More folders, or more files in one, are not looked at. */
const MOST = 1000;

/**
 * The data set that a file or folder says it belongs to, by its name; undefined if its name names
 * none: `train.csv`, `data.npz`, `raw`.
 */
export function setNamed(path: string): string | undefined {
  const name = path.toLowerCase().replace(/[^a-z0-9]/g, "");
  const other = /fashionmnist|kmnist|emnist|qmnist|notmnist|medmnist|cifar|svhn/.exec(name);
  if (other) return other[0] === "fashionmnist" ? "fashion-mnist" : other[0];
  return name.includes("mnist") ? "mnist" : undefined;
}

/**
 * Searches a folder, its subfolders and their `raw`.
 *
 * @param set The data set's name.
 * @param facts The set's published files, whose names count in any case.
 * @throws {UserError} If the folder cannot be read.
 */
export async function findLayouts(
  folder: string,
  set: string,
  facts: Splits | undefined,
): Promise<FoundLayouts> {
  const found: { layout: Layout; rank: number }[] = [];
  const others: string[] = [];
  let partial: FoundLayouts["partial"];
  for (const { path, inner, depth, files } of await foldersIn(folder)) {
    const owner = (name: string) => setNamed(name) ?? setNamed(inner);
    /** Whether `name` may belong to the set; those of other sets are kept for the error's sentence. */
    const may = (name: string) => {
      const its = owner(name);
      if (its === undefined || its === set) return true;
      others.push(inner === "" ? name : `${inner}/${name}`);
      return false;
    };
    // The set's own name counts most, then the layout, then the depth.
    const rank = (name: string, kind: number) =>
      (owner(name) === set ? 0 : 100) + 10 * kind + depth;
    const roles = new Map<Role, string>();
    for (const name of files) {
      const role = roleOf(name, facts);
      if (role && may(name) && !roles.has(role)) roles.set(role, `${path}/${name}`);
    }
    const missing = ROLES.filter((role) => !roles.has(role));
    if (missing.length === 0) {
      const all = Object.fromEntries(roles) as Record<Role, string>;
      const [first = ""] = roles.values();
      found.push({ layout: { kind: "idx", files: all }, rank: rank(first.split("/").at(-1)!, 0) });
    } else if (missing.length < 4) {
      partial ??= { folder: path, missing: missing.map((role) => usualName(role, facts)) };
    }
    for (const name of files.filter((name) => /\.npz$/i.test(name) && may(name))) {
      found.push({ layout: { kind: "npz", path: `${path}/${name}` }, rank: rank(name, 1) });
    }
    const tables = files.filter((name) => /\.csv(\.gz)?$/i.test(name) && may(name));
    for (const { train, test } of pairs(tables)) {
      const layout = {
        kind: "csv",
        train: `${path}/${train}`,
        ...(test !== undefined && { test: `${path}/${test}` }),
      } as const;
      found.push({ layout, rank: rank(train, 2) });
    }
  }
  const best = Math.min(...found.map(({ rank }) => rank));
  return {
    layouts: found.filter(({ rank }) => rank === best).map(({ layout }) => layout),
    ...(partial && { partial }),
    others,
    names: await namesIn(folder),
  };
}

/** What a folder's file holds, by its name: as published, or as usual. */
function roleOf(name: string, facts: Splits | undefined): Role | undefined {
  const plain = name.replace(/\.gz$/i, "");
  const known = facts && ROLES.find((role) => usualName(role, facts) === plain);
  if (known) return known;
  const [, split, what] = IDX.exec(name.toLowerCase()) ?? [];
  if (split === undefined) return undefined;
  return ROLES.find((role) => role === `${split === "train" ? "train" : "test"} ${what}`);
}

function usualName(role: Role, facts: Splits | undefined): string {
  const [split, what] = role.split(" ");
  const files = facts?.[split === "train" ? "train" : "test"];
  if (files) return what === "images" ? files.images.name : files.labels.name;
  return `${split === "train" ? "train" : "t10k"}-${what}-idx${what === "images" ? 3 : 1}-ubyte`;
}

/** Pairs the tables for training with those for testing; others stand alone. */
function pairs(tables: readonly string[]): { readonly train: string; readonly test?: string }[] {
  const alike = (name: string) => name.replace(/\.gz$/i, "").replace(/train|test/i, "");
  const test = (name: string) => /test/i.test(name);
  return tables.filter((name) => !test(name)).map((train) => {
    const other = tables.find((name) => test(name) && alike(name) === alike(train));
    return { train, ...(/train/i.test(train) && other !== undefined && { test: other }) };
  });
}

/** The folder, its subfolders and their `raw`, with the names of the files in each. */
async function foldersIn(folder: string) {
  const all: { path: string; inner: string; depth: number; files: readonly string[] }[] = [];
  const visit = async (inner: string, depth: number): Promise<void> => {
    const path = inner === "" ? folder : `${folder}/${inner}`;
    const files: string[] = [];
    const folders: string[] = [];
    for (const { name, isDirectory } of await entriesOf(path)) {
      // A link to a file is read as the file; one to a folder is not followed.
      (isDirectory ? folders : files).push(name);
    }
    all.push({ path, inner, depth, files: files.sort() });
    for (const name of folders.sort()) {
      if (all.length >= MOST || name.startsWith(".")) continue;
      if (depth === 0) await visit(name, 1);
      else if (depth === 1 && name === "raw") await visit(`${inner}/raw`, 2);
    }
  };
  await visit("", 0);
  return all;
}

async function entriesOf(path: string): Promise<Deno.DirEntry[]> {
  const entries: Deno.DirEntry[] = [];
  try {
    for await (const entry of Deno.readDir(path)) {
      if (entries.push(entry) >= MOST) break;
    }
  } catch (error) {
    throw new UserError(`Cannot read ${path}: ${reason(error)}.`);
  }
  return entries;
}

const namesIn = async (folder: string): Promise<string[]> =>
  (await entriesOf(folder)).map(({ name, isDirectory }) => isDirectory ? `${name}/` : name).sort();

/** Names in a sentence: at most five of them, quoted. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "nothing";
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return names.slice(0, 5).map(quoted).join(", ") + more;
}
