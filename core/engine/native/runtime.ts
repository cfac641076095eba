/** ONNX Runtime: the only file that knows the package `onnxruntime-node`. */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { InferenceSession, Tensor } from "npm:onnxruntime-node@1.30.0";
import type { Shape } from "../../graph/node.ts";

/** A model that is ready to run. */
export interface Session {
  /** Runs once: reads `feeds`, fills `fetches`. */
  run(feeds: Record<string, Tensor>, fetches: Record<string, Tensor>): Promise<void>;
  /** Frees the session. */
  release(): Promise<void>;
}

/** What is used of the library. */
export interface Runtime {
  readonly version: string;
  /** Wraps numbers without copying them. */
  tensor(data: Float32Array, shape: Shape): Tensor;
  session(model: Uint8Array, threads: number): Promise<Session>;
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

/** Is this allowed where the library lies? No more is needed than its own folder. */
function grantedForLibrary(name: "ffi" | "read"): boolean {
  const path = dirname(createRequire(import.meta.url).resolve("onnxruntime-node"));
  return Deno.permissions.querySync({ name, path }).state === "granted";
}

/** Says in one sentence why ONNX Runtime can't be loaded here; nothing if nothing speaks against it. */
export function nativeUnavailable(
  build: { readonly os: string; readonly arch: string } = Deno.build,
  granted: (name: "ffi" | "read") => boolean = grantedForLibrary,
): string | undefined {
  if (!PLATFORMS.has(`${build.os} ${build.arch}`)) {
    return `ONNX Runtime has no binary for ${build.os} on ${build.arch}.`;
  }
  const missing = (["ffi", "read"] as const).find((name) => !granted(name));
  return missing && `ONNX Runtime needs --allow-${missing}, which was not given.`;
}

/** Loads the library. */
export async function loadRuntime(): Promise<Runtime> {
  const library = await import("npm:onnxruntime-node@1.30.0");
  return {
    version: library.env.versions.node ?? library.env.versions.common,
    tensor: (data, shape) => new library.Tensor("float32", data, shape),
    async session(model, threads) {
      const options: InferenceSession.SessionOptions = {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        // A pattern would reserve a second arena as large as the first, and is no faster.
        enableMemPattern: false,
        // The model is written as it shall run: optimising it again takes longer than it saves.
        graphOptimizationLevel: "disabled",
        extra: {
          session: {
            // Adam's moments decay into denormal numbers, on which processors are slow.
            set_denormal_as_zero: "1",
            // A thread that waits looks for work for 20 µs and then sleeps. Of a step of the
            // chapter's network (two cores, medians of runs that took turns): never looking takes
            // 10.6 ms, this 10.0, looking for 1 ms as is usual 9.1; but beside one other process
            // that computes these are 17.7, 18.3 and 28 ms, and a student has other windows open.
            intra_op: { spin_duration_us: "20" },
          },
        },
      };
      const session = await library.InferenceSession.create(model, options);
      return {
        run: async (feeds, fetches) => void await session.run(feeds, fetches),
        release: () => session.release(),
      };
    },
  };
}
