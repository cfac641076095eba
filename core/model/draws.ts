/** The random numbers that a program asks for. */
import { fill } from "../../dsl/initializers.ts";
import type { Program } from "../graph/program.ts";
import type { Random } from "../base/random.ts";

/** One run's numbers, by the draws' names: feeds beside the program's inputs. */
export function drawFeeds({ draws }: Program, random: Random): Record<string, Float32Array> {
  return Object.fromEntries(
    draws.map(({ name, shape, distribution }) => [name, fill(shape, random[distribution])]),
  );
}
