/** Lists what the project's files import, as Deno itself resolves it. */
import { pathToFileURL } from "node:url";
import { filesBelow } from "./paths.ts";

/** One import. */
export interface Import {
  /** "core/training/run.ts". */
  readonly file: string;
  /** The imported file, or the name of the imported package. */
  readonly target: string;
  readonly module: "file" | "package";
}

interface Info {
  readonly modules: readonly {
    readonly specifier: string;
    readonly error?: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly code?: { readonly specifier?: string; readonly error?: string };
      readonly type?: { readonly specifier?: string; readonly error?: string };
    }[];
  }[];
}

/** Every import of the files below these folders: static, dynamic, or of types only. */
export async function imports(root: string, folders: readonly string[]): Promise<Import[]> {
  const tops = folders.filter((folder) =>
    folders.every((f) => f === folder || !folder.startsWith(f))
  );
  const files = (await Promise.all(tops.map((folder) => filesBelow(root, folder)))).flat();
  const base = pathToFileURL(root).href;
  const { modules } = await denoInfo(files.map((file) => `import ${JSON.stringify(base + file)};`));
  const found: Import[] = [];
  for (const { specifier, dependencies = [], error } of modules) {
    if (error) throw new Error(`${specifier}: ${error}`);
    const file = decodeURI(specifier).slice(decodeURI(base).length);
    if (!files.includes(file)) continue;
    for (const { specifier: written, code, type } of dependencies) {
      const target = code?.specifier ?? type?.specifier;
      if (target === undefined) throw new Error(`${file}: cannot resolve ${written}`);
      if (target.startsWith(base)) {
        found.push({ file, target: decodeURI(target.slice(base.length)), module: "file" });
      } else if (target.startsWith("npm:")) {
        found.push({ file, target: packageName(target), module: "package" });
      }
    }
    // `resolve("…")` finds the path of a package's file, which is no import for Deno.
    const text = await Deno.readTextFile(root + file);
    for (const [, asked = ""] of text.matchAll(/\.resolve\("([@\w][^"]*)"\)/g)) {
      found.push({ file, target: asked, module: "package" });
    }
  }
  return found;
}

/** The package of a specifier: "npm:/@scope/name@1.0.0/file.js" gives "@scope/name". */
export const packageName = (specifier: string): string =>
  /^npm:\/?((?:@[^/]+\/)?[^@/]+)/.exec(specifier)?.[1] ?? specifier;

async function denoInfo(lines: readonly string[]): Promise<Info> {
  const entry = `data:application/typescript,${encodeURIComponent(lines.join("\n"))}`;
  const { success, stdout, stderr } = await new Deno.Command("deno", {
    args: ["info", "--json", entry],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}
