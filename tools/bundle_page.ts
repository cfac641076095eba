/**
 * Bundles the scripts that pages with live figures carry.
 *
 *     deno task bundle:page   writes core/report/live/*.generated.js
 *     deno task check:bundle  proves that the files are what the sources give
 */
import { writeFileAtomic } from "../core/base/files.ts";
import { fromFileUrl } from "../core/base/paths.ts";

const root = fromFileUrl(new URL("../", import.meta.url));

/** A script of the page. */
interface Bundle {
  readonly entrance: string;
  readonly file: string;
  /** The most bytes of the script: a page should open as fast as one without it. */
  readonly most: number;
}

/** What figures compute with. */
export const engine: Bundle = {
  entrance: "core/live/page.ts",
  file: "core/report/live/convlab.generated.js",
  most: 120_000,
};

/** The figures themselves. */
export const figures: Bundle = {
  entrance: "core/report/live/main.ts",
  file: "core/report/live/figures.generated.js",
  most: 110_000,
};

/** The first line of a file: another Deno may bring another bundler, which writes another script. */
const heading = (deno: string, entrance: string) =>
  `// Made by deno task bundle:page with Deno ${deno} from ${entrance}. Do not edit.\n`;

/** The Deno that made a file; undefined if the file has no such heading. */
export const madeBy = (text: string, { entrance } = engine): string | undefined => {
  const [, deno = ""] = /with Deno (\S+) from/.exec(text.split("\n", 1)[0]!) ?? [];
  return text.startsWith(heading(deno, entrance)) ? deno : undefined;
};

/** What is wrong with a file beside the script that the sources give now; undefined if nothing is. */
export function complaint(
  text: string | undefined,
  script: string,
  { file, entrance, most } = engine,
): string | undefined {
  const bytes = new TextEncoder().encode(script).length;
  if (bytes > most) {
    return `${file}: expected at most ${most} bytes, found ${bytes}. Keep something out of the page.`;
  }
  const unsafe = /<\/script|<!--|\bimport\(|\brequire\(|node:/i.exec(script)?.[0];
  if (unsafe) return `${file}: expected a script that a page can hold, found "${unsafe}" in it.`;
  return text === script
    ? undefined
    : `${file} is not what ${entrance} gives now. Run deno task bundle:page.`;
}

/** Bundles the sources. */
async function bundle(entrance: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("deno", {
    args: ["bundle", "--quiet", "--platform", "browser", "--format", "iife", "--minify", entrance],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const [script, problems] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (success) return heading(Deno.version.deno, entrance) + script;
  throw new Error(`Cannot bundle ${entrance}: ${problems}`);
}

/** Writes or checks one script; false if it is not as it should be. */
async function make(one: Bundle, check: boolean): Promise<boolean> {
  const { file, entrance } = one;
  const known = await Deno.readTextFile(root + file).catch(() => undefined);
  const deno = madeBy(known ?? "", one);
  if (check && deno !== undefined && deno !== Deno.version.deno) {
    console.log(
      `${file}: not checked, because Deno ${deno} made it and this is ${Deno.version.deno}`,
    );
    return true;
  }
  const script = await bundle(entrance);
  const problem = complaint(check ? known : script, script, one);
  if (problem !== undefined) {
    console.error(problem);
    return false;
  }
  if (!check) await writeFileAtomic(root + file, script);
  console.log(`${file}: ${new TextEncoder().encode(script).length} bytes`);
  return true;
}

if (import.meta.main) {
  const check = Deno.args.includes("--check");
  const results = [await make(engine, check), await make(figures, check)];
  if (results.includes(false)) Deno.exit(1);
}
