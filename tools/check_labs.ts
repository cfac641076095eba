/**
 * Proves that labs/, their headers, their Korean, the README's table of labs and the chapter's claims
 * agree.
 * `deno task check:labs`
 */
import { labBlocks } from "../core/report/mod.ts";
import { UserError } from "../dsl/errors.ts";
import { chapterClaims } from "../labs/chapter/claims/mod.ts";
import { claimProblems, recordProblems } from "./check/claims.ts";
import { koreanPath, koreanState } from "./check/korean.ts";
import { isNumbered, type LabFile, labFile, labNames } from "./cli/lab_files.ts";
import { permissionsOf } from "./cli/permissions.ts";

/** The README's row of a lab. */
export function labRow({ name, path, header }: LabFile): string {
  const { quick, full } = header.minutes;
  const minutes = quick === full ? `${quick}` : `${quick}, full ${full}`;
  return `| [${name}](${path}) | ${header.title} | ${header.section} | ${minutes} |`;
}

/** One sentence for every row that is missing, and for every row of a lab that is not there. */
export function differences(readme: string, labs: readonly LabFile[]): string[] {
  const rows = readme.split("\n").filter((line) => /^\| \[\w+\]\(labs\//.test(line))
    .map((line) => line.replace(/\s+/g, " ").trim());
  const expected = labs.map(labRow);
  return [
    ...expected.filter((row) => !rows.includes(row))
      .map((row) => `README.md: expected the row "${row}", found none like it; add it.`),
    ...rows.filter((row) => !expected.includes(row))
      .map((row) => `README.md: found the row "${row}", expected it of no lab; remove it.`),
  ];
}

/**
 * One sentence for each folder of the cache that a lab should write in and may not: a kill would lose
 * its trainings, and each run would draw its pictures anew.
 */
export function cacheProblems(
  { path }: Pick<LabFile, "path">,
  source: string,
  flags: readonly string[],
): string[] {
  const trains = /const \{[^}]*\b(?:run|fit)\b[^}]*\} = await lab\(/.test(source);
  const writes = flags.find((flag) => flag.startsWith("--allow-write"))?.split("=")[1]?.split(",");
  const needed = [...trains ? ["checkpoints"] : [], "pictures"].map((name) => `${CACHE}/${name}`);
  const missing = needed.filter((folder) =>
    !writes?.some((place) => `${folder}/`.startsWith(`${place}/`))
  );
  return missing.length === 0 ? [] : [
    `${path}: expected --allow-write=${["reports", ...needed].join(",")} in @run` +
    `${trains ? " of a lab that trains" : ""}, found --allow-write=${
      writes ?? ""
    }; correct the header.`,
  ];
}

/**
 * One sentence for each permission of a lab's header that gives more than a lab needs: everything of
 * a kind, the whole disk, or writing into the program's own files.
 */
export function permissionProblems({ path, header }: Pick<LabFile, "path" | "header">): string[] {
  const words = header.run.split(/\s+/).slice(2);
  const flags = words.filter((word) => word.startsWith("-"));
  return flags.filter((flag) => {
    const [, what, where] = /^--allow-(\w+)=(.+)$/.exec(flag) ?? [];
    const places = where?.split(",") ?? [];
    return what === undefined || !MAY.has(what) ||
      places.some((place) => place === "/" || place === "*" || place.startsWith("..")) ||
      (what === "write" && places.some((place) => !/^(?:reports|\.convlab)(?:\/|$)/.test(place)));
  }).map((flag) =>
    `${path}: expected @run to permit only named variables, files and folders, found ${flag}; ` +
    "name those that the lab needs."
  );
}

/** The kinds of permissions that a lab's header may give, each with a list. */
const MAY: ReadonlySet<string> = new Set(["read", "write", "env", "ffi"]);

const CACHE = ".convlab/cache";

if (import.meta.main) {
  const problems: string[] = [];
  const labs: LabFile[] = [];
  const untranslated: string[] = [];
  const names = (await labNames()).filter(isNumbered);
  problems.push(...recordProblems(chapterClaims, names));
  for (const name of names) {
    const source = await Deno.readTextFile(new URL(`../labs/${name}.ts`, import.meta.url));
    problems.push(...claimProblems({ name, source }, chapterClaims));
    try {
      const lab = await labFile(name);
      problems.push(...permissionProblems(lab));
      problems.push(...cacheProblems(lab, source, permissionsOf(lab)));
      labBlocks(source, lab.path);
      const korean = await Deno.readTextFile(new URL(`../${koreanPath(name)}`, import.meta.url))
        .catch(() => undefined);
      const state = koreanState(name, source, korean);
      problems.push(...state.problems);
      if (state.untranslated > 0) untranslated.push(`${name} ${state.untranslated}`);
      labs.push(lab);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.message);
    }
  }
  const readme = await Deno.readTextFile(new URL("../README.md", import.meta.url));
  problems.push(...differences(readme, labs));
  problems.forEach((line) => console.error(line));
  if (untranslated.length > 0) console.log(`No Korean yet, texts: ${untranslated.join(", ")}`);
  console.log(
    `${labs.length} labs, ${chapterClaims.length} claims, ${problems.length} problems`,
  );
  if (problems.length > 0) Deno.exit(1);
}
