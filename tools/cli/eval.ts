/** `deno task eval`: runs a pipeline on the user's tensor, forward and backward. */
import { resolve } from "node:path";
import { requireVjpInputs, vjp } from "../../core/model/vjp.ts";
import { readUserFile, reason } from "../../core/data/read.ts";
import { openEngine } from "../../core/engine/open.ts";
import { quoted, visible } from "../../core/base/quoted.ts";
import { writeFileAtomic } from "../../core/base/files.ts";
import { depthOf, duplicateKey, MAX_DEPTH } from "../../core/base/json.ts";
import { seededRandom } from "../../core/base/random.ts";
import { decodeSafetensors, encodeSafetensors } from "../../core/weights/safetensors.ts";
import type { Tensor } from "../../core/graph/tensor.ts";
import { shown } from "../../core/weights/layer_map.ts";
import { initialWeights, type Weights } from "../../core/weights/initial_weights.ts";
import { loadWeights } from "../../core/weights/load_weights.ts";
import { pretrainedWeights } from "../../core/weights/pretrained.ts";
import { fromJSON, rule, type Steps, UserError, weightsOf } from "../../dsl/mod.ts";
import { evalCommand } from "./eval_command.ts";
import { userPath } from "./paths.ts";

/** The command `eval`. */
export const command = () =>
  evalCommand()
    .action(async (file, options) => {
      const { input, output, grad, seed } = options;
      if (resolve(userPath(input)) === resolve(userPath(output))) {
        throw new UserError(
          `Cannot write ${output}: expected another file than --input, found the same. ` +
            "Give --output another name.",
        );
      }
      const pipeline = await readPipeline(file);
      const { x, dy } = await readInput(input, grad);
      requireVjpInputs(pipeline, x, dy);
      const weights = options.weights === undefined
        ? await starting(pipeline, seed)
        : await given(pipeline, options.weights);
      const engine = await openEngine(options.engine, {
        tell: (line) => console.error(line),
        ...(options.threads !== undefined && { threads: options.threads }),
      });
      const applied = await vjp(pipeline, engine, weights, x, dy);
      const gradients = Object.entries(applied.dweights ?? {})
        .map(([name, tensor]) => [`d${name}`, tensor] as const);
      const results: Record<string, Tensor> = {
        y: applied.y,
        ...(applied.dx && { dx: applied.dx }),
        ...Object.fromEntries(gradients),
      };
      await writeFileAtomic(userPath(output), encodeSafetensors(results)).catch((error) => {
        throw new UserError(`Cannot write ${output}: ${reason(error)}.`);
      });
    });

/** Reads a pipeline; {@linkcode UserError} if the file is none that begins with `input`. */
export async function readPipeline(file: string): Promise<Steps> {
  const text = new TextDecoder().decode(await bytesOf(file));
  let json: unknown;
  try {
    if (depthOf(text) > MAX_DEPTH) throw new RangeError(`more than ${MAX_DEPTH} levels`);
    json = JSON.parse(text);
  } catch (error) {
    const problem = visible(error instanceof Error ? error.message : String(error));
    throw new UserError(`Cannot read ${file}: expected JSON, found ${problem}. Correct the file.`);
  }
  const twice = duplicateKey(text);
  if (twice !== undefined) {
    throw new UserError(
      `Cannot read ${file}: expected ${quoted(twice)} once, found it twice. Remove one.`,
    );
  }
  const pipeline = fromJSON(json, { from: file });
  const [first] = pipeline.steps;
  const source = first?.[rule].source;
  if (source && "tensor" in source) return pipeline;
  throw new UserError(
    `Cannot run ${file}: expected input as its first step, found ${first?.kind}. ` +
      'Begin with { "step": "input", … }.',
  );
}

async function readInput(file: string, grad: boolean): Promise<{ x: Tensor; dy?: Tensor }> {
  const tensors = await readTensors(file);
  const need = (name: string): Tensor => {
    const tensor = tensors[name];
    if (tensor) return tensor;
    const names = Object.keys(tensors).slice(0, 5).map(shown).join(", ") || "no tensor";
    throw new UserError(
      `Cannot use ${file}: expected a tensor ${name}, found ${names}. Save it under that name.`,
    );
  };
  return { x: need("x"), ...(grad && { dy: need("dy") }) };
}

async function readTensors(file: string): Promise<Weights> {
  return decodeSafetensors(await bytesOf(file), file).tensors;
}

/** Reads a file; messages name it as the user did. */
async function bytesOf(file: string): Promise<Uint8Array> {
  return (await readUserFile(userPath(file))).bytes;
}

/** The weights of a file; a line says how they were matched where names differ. */
async function given(pipeline: Steps, file: string): Promise<Weights> {
  const { weights, how, renamed } = await loadWeights(userPath(file), pipeline);
  if (renamed) console.error(visible(`${file}: ${how}.`));
  return weights;
}

/** Initial weights: those that the pipeline takes from pretrained networks, the others random. */
async function starting(pipeline: Steps, seed: number): Promise<Weights> {
  const { weights: known } = await pretrainedWeights(pipeline);
  const drawn = weightsOf(pipeline).length - Object.keys(known).length;
  if (drawn > 0) {
    console.error(`Without --weights: ${drawn} weights are drawn at random from seed ${seed}.`);
  }
  return initialWeights(pipeline, seededRandom(seed).fork("weights"), undefined, known);
}
