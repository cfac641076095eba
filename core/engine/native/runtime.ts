/** ONNX Runtime. No other file imports the package `onnxruntime-node`. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { InferenceSession, Tensor } from "npm:onnxruntime-node@1.30.0";
import { visible } from "../../base/quoted.ts";
import type { Shape } from "../../graph/node.ts";
import { brokenFile } from "./intact.ts";

/** A model that is ready to run. */
export interface Session {
  /** Runs once: reads `feeds`, fills `fetches`. */
  run(feeds: Record<string, Tensor>, fetches: Record<string, Tensor>): Promise<void>;
  /** Frees the session. */
  release(): Promise<void>;
}

/** The part of the library that the engine uses. */
export interface Runtime {
  readonly version: string;
  /** Wraps numbers without copying them. */
  tensor(data: Float32Array, shape: Shape): Tensor;
  /** @param optimise whether the library optimises the model, which takes long and may be worth it */
  session(model: Uint8Array, threads: number, optimise?: boolean): Promise<Session>;
}

export type { Tensor };

/** Platforms for which the npm package brings a binary. */
const PLATFORMS = new Set([
  "linux x86_64",
  "linux aarch64",
  "windows x86_64",
  "windows aarch64",
  "darwin aarch64",
]);

/** The folder of the library's JavaScript; throws if the package is not installed. */
const libraryFolder = (): string =>
  dirname(createRequire(import.meta.url).resolve("onnxruntime-node"));

/** Is this permission granted for the library's own folder? More is not needed. */
function grantedForLibrary(name: "ffi" | "read"): boolean {
  let path: string;
  try {
    path = libraryFolder();
  } catch {
    // Loading says that the package is missing.
    return true;
  }
  return Deno.permissions.querySync({ name, path }).state === "granted";
}

/**
 * Why ONNX Runtime is unavailable here.
 *
 * @returns one sentence, or undefined if the platform and the permissions allow to load it
 */
export function nativeUnavailable(
  build: { readonly os: string; readonly arch: string } = Deno.build,
  granted: (name: "ffi" | "read") => boolean = grantedForLibrary,
): string | undefined {
  if (!PLATFORMS.has(`${build.os} ${build.arch}`)) {
    return `ONNX Runtime has no binary for ${build.os} on ${build.arch}.`;
  }
  const missing = (["ffi", "read"] as const).find((name) => !granted(name));
  return missing && `ONNX Runtime needs the permission --allow-${missing}.`;
}

/** A library that is missing or damaged. */
export class LibraryError extends Error {}

/** Imports the package, after a look at the files that would end the program if they were not whole. */
export async function importLibrary(
  { folder = libraryFolder, load = () => import("npm:onnxruntime-node@1.30.0") } = {},
): Promise<typeof import("npm:onnxruntime-node@1.30.0")> {
  try {
    if (Deno.build.os === "linux") {
      const arch = Deno.build.arch === "x86_64" ? "x64" : "arm64";
      const broken = brokenFile(join(folder(), `../bin/napi-v6/linux/${arch}`));
      if (broken !== undefined) throw new Error(broken);
    }
    return await load();
  } catch (error) {
    const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new LibraryError(visible(line).replace(/\.$/, ""));
  }
}

/**
 * Frees the tensors that a run returned. The library writes each output into its fetch and then
 * copies it into a new array, which nobody reads. Left to the garbage collector, the copies of a
 * training step of the chapter's network (3 MB) come from fresh pages each time, with up to 760 page
 * faults per step. `transfer(0)` frees an array's memory at once.
 *
 * @param returned what the run returned; afterwards its copies have length 0
 * @param fetches the tensors that the run filled, which keep their memory even if a version of the
 * library returns them instead of copies
 */
export function freeCopies(
  returned: Readonly<Record<string, Pick<Tensor, "data">>>,
  fetches: Readonly<Record<string, Pick<Tensor, "data">>>,
): void {
  const bufferOf = ({ data }: Pick<Tensor, "data">) => (data as Float32Array<ArrayBuffer>).buffer;
  const kept = new Set(Object.values(fetches).map(bufferOf));
  for (const copy of Object.values(returned).map(bufferOf)) {
    if (!kept.has(copy)) copy.transfer(0);
  }
}

/**
 * Makes glibc reuse freed memory. For arrays of more than 128 kB it asks the system for pages and
 * gives them back when the array is freed, until an array of up to 32 MB is freed: from then on it
 * keeps what is smaller than that one. The array here takes no memory, since its pages are never
 * touched. Other C libraries are not affected.
 */
const keepFreedMemory = (): void => void new ArrayBuffer(31 << 20).transfer(0);

/**
 * Loads the library.
 *
 * @throws {LibraryError} If it is missing, damaged or does not load.
 */
export async function loadRuntime(): Promise<Runtime> {
  const library = await importLibrary();
  keepFreedMemory();
  return {
    version: library.env.versions.node ?? library.env.versions.common,
    tensor: (data, shape) => new library.Tensor("float32", data, shape),
    async session(model, threads, optimise = false) {
      const options: InferenceSession.SessionOptions = {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        // Memory patterns reserve a second arena as large as the first and gain no time.
        enableMemPattern: false,
        // A training step is optimised already: doing it again takes longer than it saves.
        graphOptimizationLevel: optimise ? "all" : "disabled",
        extra: {
          session: {
            // Adam's moments decay to denormal numbers, with which processors compute slowly.
            set_denormal_as_zero: "1",
            // A waiting thread looks for work for 20 µs and then sleeps. One training step of the
            // chapter's network (two cores, medians of alternating runs) takes 10.6 ms if threads
            // sleep at once, 10.0 ms with this setting, and 9.1 ms with the library's 1 ms. But
            // beside one other computing process the times are 17.7, 18.3 and 28 ms, and a student
            // has other windows open.
            intra_op: { spin_duration_us: "20" },
          },
        },
      };
      const session = await library.InferenceSession.create(model, options);
      return {
        async run(feeds, fetches) {
          freeCopies(await session.run(feeds, fetches), fetches);
        },
        release: () => session.release(),
      };
    },
  };
}
