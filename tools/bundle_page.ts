/**
 * Bundles the script that pages with live figures carry.
 *
 *     deno task bundle:page   writes core/report/live/convlab.generated.js
 *     deno task check:bundle  proves that the file is what the sources give
 */
import { writeFileAtomic } from "../core/base/files.ts";
import { fromFileUrl } from "../core/base/paths.ts";

const root = fromFileUrl(new URL("../", import.meta.url));
const entrance = "core/live/page.ts";
const file = "core/report/live/convlab.generated.js";

/** The most bytes of the script: a page should open as fast as one without it. */
const MOST = 110_000;

/** The first line of the file: another Deno may bring another bundler, which writes another script. */
const heading = (deno: string) =>
  `// Made by deno task bundle:page with Deno ${deno} from ${entrance}. Do not edit.\n`;

/** The Deno that made a file; undefined if the file has no such heading. */
export const madeBy = (text: string): string | undefined => {
  const [, deno = ""] = /with Deno (\S+) from/.exec(text.split("\n", 1)[0]!) ?? [];
  return text.startsWith(heading(deno)) ? deno : undefined;
};

/** What is wrong with the file beside the script that the sources give now; undefined if nothing is. */
export function complaint(text: string | undefined, script: string): string | undefined {
  const bytes = new TextEncoder().encode(script).length;
  if (bytes > MOST) {
    return `${file}: expected at most ${MOST} bytes, found ${bytes}. Keep something out of the page.`;
  }
  const unsafe = /<\/script|<!--|\bimport\(|\brequire\(|node:/i.exec(script)?.[0];
  if (unsafe) return `${file}: expected a script that a page can hold, found "${unsafe}" in it.`;
  return text === script
    ? undefined
    : `${file} is not what ${entrance} gives now. Run deno task bundle:page.`;
}

/** Bundles the sources. */
async function bundle(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("deno", {
    args: ["bundle", "--quiet", "--platform", "browser", "--format", "iife", "--minify", entrance],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const [script, problems] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (success) return heading(Deno.version.deno) + script;
  throw new Error(`Cannot bundle ${entrance}: ${problems}`);
}

if (import.meta.main) {
  const check = Deno.args.includes("--check");
  const known = await Deno.readTextFile(root + file).catch(() => undefined);
  const deno = madeBy(known ?? "");
  if (check && deno !== undefined && deno !== Deno.version.deno) {
    console.log(
      `${file}: not checked, because Deno ${deno} made it and this is ${Deno.version.deno}`,
    );
  } else {
    const script = await bundle();
    const problem = complaint(check ? known : script, script);
    if (problem !== undefined) {
      console.error(problem);
      Deno.exit(1);
    }
    if (!check) await writeFileAtomic(root + file, script);
    console.log(`${file}: ${new TextEncoder().encode(script).length} bytes`);
  }
}
