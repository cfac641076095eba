/**
 * Checks that imports follow the layers in DESIGN.md, "Layers, and who may import whom".
 * `deno task check:arrows`
 */
import { circles } from "./check/circles.ts";
import { fromFileUrl } from "../core/base/paths.ts";
import { dirname } from "./check/paths.ts";
import { type Import, imports } from "./check/imports.ts";

/** What every folder above the engines may import. */
const GROUND = ["core/weights/", "core/data/", "core/engine/", "core/graph/", "core/base/", "dsl/"];

/**
 * What the files of a folder may import; for each file, its longest folder counts. The folders of
 * `core/` are in the order of DESIGN.md: each may import only those above it.
 */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "dsl/": ["dsl/"],
  "weights/": [],
  "core/": ["core/", "dsl/"],
  // It knows nothing of networks: of the language it needs only errors and how they show text.
  "core/base/": ["core/base/", "dsl/errors.ts", "dsl/quoted.ts"],
  "core/graph/": ["core/graph/", "core/base/", "dsl/"],
  "core/engine/": ["core/engine/", "core/graph/", "core/base/", "dsl/"],
  // The page of a report runs these three, too.
  "core/engine/simd/": ["core/engine/simd/", "core/graph/", "dsl/"],
  "core/engine/stepwise/": [
    "core/engine/stepwise/",
    "core/engine/simd/",
    "core/engine/engine.ts",
    "core/graph/",
    "dsl/",
  ],
  "core/engine/simd/engine/": [
    "core/engine/simd/",
    "core/engine/stepwise/",
    "core/engine/engine.ts",
    "core/graph/",
    "dsl/",
  ],
  "core/data/": ["core/data/", "core/graph/tensor.ts", "core/base/", "dsl/", "weights/"],
  "core/weights/": [
    "core/weights/",
    "core/data/",
    "core/graph/",
    "core/base/",
    "dsl/",
    "weights/",
  ],
  "core/model/": ["core/model/", ...GROUND],
  "core/training/": ["core/training/", "core/model/", ...GROUND],
  "core/transfer/": ["core/transfer/", "core/training/", "core/model/", ...GROUND],
  // It runs in a page, where there are no files.
  "core/live/": [
    "core/live/",
    "core/training/",
    "core/model/",
    "core/weights/",
    "core/engine/",
    "core/graph/",
    "core/base/",
    "dsl/",
  ],
  // The report never handles a tensor, a graph, a model or an engine.
  "core/report/": ["core/report/", "core/base/", "dsl/"],
  // What runs in a page: it asks the page's script to compute.
  "core/report/live/": ["core/report/live/", "core/live/tools.ts", "core/graph/", "dsl/"],
  "core/lab/": ["core/", "dsl/"],
  "labs/": ["labs/chapter/", "core/", "dsl/"],
  "bench/": ["bench/", "core/", "dsl/", "weights/"],
  "tests/": ["tests/", "tools/", "bench/", "labs/chapter/", "core/", "dsl/", "weights/"],
  "tools/": ["tools/", "bench/", "labs/chapter/", "core/", "dsl/", "weights/"],
};

/** The files or folders that import each package. Tests may import all packages. */
const HOME: Readonly<Record<string, string | readonly string[]>> = {
  "@commander-js/extra-typings": "core/base/command_line.ts",
  "@tensorflow/tfjs-core": "core/engine/tfjs/",
  "@tensorflow/tfjs-backend-cpu": "core/engine/tfjs/cpu.ts",
  "@tensorflow/tfjs-backend-wasm": "core/engine/tfjs/wasm.ts",
  "@tensorflow/tfjs-backend-webgpu": "core/engine/tfjs/webgpu.ts",
  "ajv": "tests/",
  "axe-core": "tests/browser/",
  "fast-check": "tests/",
  "h5wasm": "core/weights/hdf5.ts",
  "highlight.js": "core/report/markdown/",
  "imagescript": ["core/data/images/jpeg.ts", "tools/make_face_stand_ins.ts"],
  "jsdom": "core/report/static/",
  "katex": "core/report/markdown/",
  "lit-html": "core/report/live/",
  "markdown-it": "core/report/markdown/",
  "markdown-it-cjk-friendly": "core/report/markdown/",
  "onnxruntime-node": "core/engine/native/runtime.ts",
  "playwright-core": "tests/browser/",
  "plotly.js-cartesian-dist-min": "core/report/static/plotly_path.ts",
};

/** One sentence per forbidden import, and per circle of imports. */
export function violations(all: readonly Import[]): string[] {
  const arrows = all.flatMap(({ file, target, module }) => {
    const wrong = module === "package" ? wrongHome(file, target) : wrongArrow(file, target);
    return wrong ? [`${file} imports ${target}: ${wrong}.`] : [];
  });
  return [
    ...arrows,
    ...circles(all).map((files) =>
      `${files.join(" imports ")}: a circle. Move what they share into a file of its own.`
    ),
  ];
}

function wrongArrow(file: string, target: string): string | undefined {
  const room = Object.keys(MAY).filter((folder) => file.startsWith(folder))
    .sort((a, b) => b.length - a.length)[0];
  if (room === undefined) return `no layer is called ${dirname(file)}`;
  const may = MAY[room]!;
  if (may.some((allowed) => target.startsWith(allowed))) return undefined;
  return `${room} may import ${may.length > 0 ? may.join(", ") : "nothing"}`;
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
  console.log(
    `${all.length} imports, ${found.length} against the arrows of DESIGN.md, circles included`,
  );
  if (found.length > 0) Deno.exit(1);
}
