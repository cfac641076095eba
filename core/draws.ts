/** The random numbers that a program asks for. */
import type { Program } from "./graph/program.ts";
import type { Random } from "./random.ts";
import { sizeOf } from "./tensor.ts";

/** One run's numbers, by the draws' names: feeds beside the program's inputs. */
export function draw({ draws }: Program, random: Random): Record<string, Float32Array> {
  return Object.fromEntries(
    draws.map(({ name, shape, distribution }) => [
      name,
      Float32Array.from({ length: sizeOf(shape) }, () => random[distribution]()),
    ]),
  );
}
