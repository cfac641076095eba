/** Proves who imports whom: DESIGN.md, "Layers, and who may import whom". `deno task check:arrows` */
import { dirname, fromFileUrl } from "./check/paths.ts";
import { type Import, imports } from "./check/imports.ts";

/** What the files of a folder may import; the longest folder that fits a file counts. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "dsl/": ["dsl/"],
  "weights/": [],
  "core/": ["core/", "dsl/", "weights/"],
  // The report never sees a tensor, a graph, a model or an engine; png.ts only packs bytes.
  "core/report/": ["core/report/", "core/base/", "dsl/"],
  "labs/": ["labs/chapter/", "core/", "dsl/"],
  "labs/chapter/": ["labs/chapter/", "core/", "dsl/"],
  "bench/": ["bench/", "core/", "dsl/", "weights/"],
  "tests/": ["tests/", "tools/", "bench/", "labs/chapter/", "core/", "dsl/", "weights/"],
  "tools/": ["tools/", "bench/", "labs/chapter/", "core/", "dsl/", "weights/"],
};

/** Where the program imports a package: one file or folder each. Tests may import any of them. */
const HOME: Readonly<Record<string, string | readonly string[]>> = {
  "@commander-js/extra-typings": "core/base/command_line.ts",
  "@tensorflow/tfjs-core": "core/engine/tfjs/",
  "@tensorflow/tfjs-backend-cpu": "core/engine/tfjs/cpu.ts",
  "@tensorflow/tfjs-backend-wasm": "core/engine/tfjs/wasm.ts",
  "@tensorflow/tfjs-backend-webgpu": "core/engine/tfjs/webgpu.ts",
  "ajv": "tests/",
  "fast-check": "tests/",
  "h5wasm": "core/weights/hdf5.ts",
  "highlight.js": "core/report/markdown/",
  "imagescript": ["core/data/image.ts", "tools/make_face_stand_ins.ts"],
  "jsdom": "core/report/static/",
  "katex": "core/report/markdown/",
  "markdown-it": "core/report/markdown/",
  "markdown-it-cjk-friendly": "core/report/markdown/",
  "onnxruntime-node": "core/engine/native/runtime.ts",
  "playwright-core": "tests/browser/",
  "plotly.js-cartesian-dist-min": "core/report/static/plotly_path.ts",
};

/** One sentence for every import that points where it must not. */
export function violations(all: readonly Import[]): string[] {
  return all.flatMap(({ file, target, module }) => {
    const wrong = module === "package" ? wrongHome(file, target) : wrongArrow(file, target);
    return wrong ? [`${file} imports ${target}: ${wrong}.`] : [];
  });
}

function wrongArrow(file: string, target: string): string | undefined {
  const layer = Object.keys(MAY).filter((folder) => file.startsWith(folder))
    .sort((a, b) => b.length - a.length)[0];
  if (layer === undefined) return `no layer is called ${dirname(file)}`;
  const may = MAY[layer]!;
  if (may.some((allowed) => target.startsWith(allowed))) return undefined;
  return `${layer} may import ${may.length > 0 ? may.join(", ") : "nothing"}`;
}

function wrongHome(file: string, name: string): string | undefined {
  const home = Object.hasOwn(HOME, name) ? HOME[name] : undefined;
  if (home === undefined) return "tools/check_arrows.ts knows no home for this package";
  const homes = [home].flat();
  return [...homes, "tests/"].some((place) => file.startsWith(place))
    ? undefined
    : `only ${homes.join(" and ")} may import this package`;
}

if (import.meta.main) {
  const root = fromFileUrl(new URL("../", import.meta.url));
  const all = await imports(root, Object.keys(MAY));
  const found = violations(all);
  found.forEach((line) => console.error(line));
  console.log(`${all.length} imports, ${found.length} against the arrows of DESIGN.md`);
  if (found.length > 0) Deno.exit(1);
}
