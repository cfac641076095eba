/** Draws the random numbers that a program needs. */
import { fill } from "../../dsl/initializers.ts";
import type { Program } from "../graph/program.ts";
import { sizeOf } from "../graph/tensor.ts";
import type { Random } from "../base/random.ts";

/** Draws the random numbers of one run, by name; they are fed to the program with its inputs. */
export function drawFeeds({ draws }: Program, random: Random): Record<string, Float32Array> {
  return Object.fromEntries(
    draws.map(({ name, shape, distribution }) => {
      if (distribution !== "uniform") return [name, fill(shape, random[distribution])];
      const numbers = new Float32Array(sizeOf(shape));
      random.fillUniform(numbers);
      return [name, numbers];
    }),
  );
}
