/** For tests: what the compiler says about a program, and how much work that was. */
import { fromFileUrl } from "../../core/base/paths.ts";

const project = new URL("../../", import.meta.url);

/** The result of `deno check`. */
export interface Checked {
  readonly success: boolean;
  readonly output: string;
  /** How many types the compiler instantiated. */
  readonly instantiations: number;
}

/** Checks a program that imports the language from "convlab", with the project's settings. */
export async function denoCheck(source: string): Promise<Checked> {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/program.ts`;
    const language = new URL("dsl/mod.ts", project).href;
    await Deno.writeTextFile(file, source.replaceAll('"convlab"', JSON.stringify(language)));
    const { success, stdout, stderr } = await new Deno.Command("deno", {
      args: [
        "check",
        "--log-level=debug",
        "--config",
        fromFileUrl(new URL("deno.json", project)),
        file,
      ],
      env: { NO_COLOR: "1" },
    }).output();
    const output = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
    const count = output.match(/^ +Instantiations: (\d+)$/m)?.[1];
    return { success, output, instantiations: Number(count ?? NaN) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
