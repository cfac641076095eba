/** Sabotages of what a page computes with: the engine simd, embedded weights, training in the page. */
import type { Mutant } from "../../tools/mutants/mutant.ts";

const mutants: readonly Mutant[] = [
  {
    file: "core/engine/simd/engine/pooling.ts",
    find: "before?.size === size && before.from + stride === from",
    replace: "before?.size === size",
    why: "Windows that hang over both borders read numbers of the next row.",
    tests: ["tests/engine/battery_test.ts"],
  },
  {
    file: "core/engine/simd/engine/heap.ts",
    find: "if (--block.holders === 0)",
    replace: "if (--block.holders >= 0)",
    why: "A reshaped array is overwritten while it is still in use.",
    tests: ["tests/engine/heap_test.ts"],
  },
  {
    file: "core/engine/stepwise/engine.ts",
    find: "for (const handle of held) if (handle) this.#device.free(handle);",
    replace: "",
    why: "A page needs more memory with every picture.",
    tests: ["tests/engine/simd_engine_test.ts"],
  },
  {
    file: "core/engine/simd/engine/plane.ts",
    find: "Math.floor(tap / size[1]) * dilation[0] * columns",
    replace: "Math.floor(tap / size[1]) * columns",
    why: "A dilated filter reads neighbouring rows.",
    tests: ["tests/engine/battery_test.ts"],
  },
  {
    file: "core/weights/compact_weights.ts",
    find: "return scale === 0 ? 0 : Math.round(value / scale);",
    replace: "return scale === 0 ? 0 : Math.trunc(value / scale);",
    why: "Embedded weights are all a little too small.",
    tests: ["tests/weights/compact_weights_test.ts"],
  },
  {
    file: "core/live/live_training.ts",
    find: "shuffled(count, this.#random().fork(epoch).uniform)",
    replace: "shuffled(count, this.#random().uniform)",
    why: "A training in the page takes every epoch in the same order.",
    tests: ["tests/live/live_training_test.ts"],
  },
];

export default mutants;
