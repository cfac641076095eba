/**
 * Reads damaged files of one format, one after the other, and prints one line of JSON before and one
 * after each: a parent that hears nothing for too long knows which file it was.
 */
import { seededRandom } from "../../core/base/random.ts";
import { visible } from "../../core/base/quoted.ts";
import { UserError } from "../../dsl/errors.ts";
import { formats } from "./formats.ts";
import { mutate } from "./mutate.ts";

/** What became of a damaged file. */
export interface Ending {
  readonly file: number;
  readonly outcome: "refused" | "read" | "crashed";
  readonly message: string;
  readonly milliseconds: number;
  /** The most memory that the process has had so far, in MiB. */
  readonly peak: number;
}

/** The most memory that this process has had, in MiB; where Linux does not say, what it has now. */
async function peak(): Promise<number> {
  const status = await Deno.readTextFile("/proc/self/status").catch(() => "");
  const [, kilobytes] = /VmHWM:\s*(\d+)/.exec(status) ?? [];
  return Math.round(kilobytes ? Number(kilobytes) / 1024 : Deno.memoryUsage().rss / 2 ** 20);
}

const say = (line: unknown) =>
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(line)}\n`));

async function attempt(name: string, seed: number, file: number, folder: string): Promise<Ending> {
  const format = formats[name];
  if (!format) throw new Error(`No such format: ${name}`);
  const random = seededRandom(seed).fork(`${name} ${file}`);
  const seeds = await format.seeds();
  const files = { ...seeds[random.below(seeds.length)] };
  const names = Object.keys(files);
  const damaged = names[random.below(names.length)] ?? "";
  files[damaged] = mutate(files[damaged] ?? new Uint8Array(), random);
  for (const [name, bytes] of Object.entries(files)) {
    await Deno.writeFile(`${folder}/${name}`, bytes);
  }
  const start = performance.now();
  const ending = (outcome: Ending["outcome"], message: string) => ({
    ...{ file, outcome, message, milliseconds: performance.now() - start },
  });
  const found = await format.read(folder, files).then(
    () => ending("read", ""),
    (error) => {
      if (!(error instanceof UserError)) return ending("crashed", String(error?.stack ?? error));
      return visible(error.message) === error.message && error.message.length < 2000
        ? ending("refused", error.message)
        : ending("crashed", `not one short line: ${error.message}`);
    },
  );
  for (const name of names) await Deno.remove(`${folder}/${name}`);
  return { ...found, peak: await peak() };
}

if (import.meta.main) {
  const [name = "", seed = "1", from = "0", to = "0"] = Deno.args;
  const folder = await Deno.makeTempDir();
  try {
    for (let file = Number(from); file < Number(to); file++) {
      say({ begins: file });
      say(await attempt(name, Number(seed), file, folder));
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  Deno.exit(0);
}
