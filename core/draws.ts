/** The random numbers that a program asks for. */
import type { Program } from "./graph/program.ts";
import type { Random } from "./random.ts";
import { sizeOf } from "./tensor.ts";

/** One run's numbers, by the draws' names: feeds beside the program's inputs. */
export function draw({ draws }: Program, random: Random): Record<string, Float32Array> {
  return Object.fromEntries(draws.map(({ name, shape, distribution }) => {
    const numbers = new Float32Array(sizeOf(shape));
    const next = random[distribution];
    for (let i = 0; i < numbers.length; i++) numbers[i] = next();
    return [name, numbers];
  }));
}
