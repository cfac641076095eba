/** Suggestions for names that were mistyped, or that are spelled as another library has them. */
import { quoted } from "./quoted.ts";

/**
 * What Keras and PyTorch call fields, values and layers of this language, without underscores and
 * in lower case. The first of several names that is known at the place is suggested.
 */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  kernelsize: ["kernel", "size"],
  poolsize: ["size"],
  dilationrate: ["dilation"],
  usebias: ["bias"],
  kernelinitializer: ["initializer"],
  inputshape: ["shape"],
  stddev: ["standardDeviation"],
  lr: ["learningRate"],
  initiallearningrate: ["initial"],
  decayrate: ["rate"],
  decaysteps: ["epochs"],
  average: ["mean"],
  avg: ["mean"],
  mse: ["meanSquaredError"],
  conv2d: ["conv"],
  maxpooling2d: ["pool"],
  maxpool2d: ["pool"],
  averagepooling2d: ["pool"],
  avgpool2d: ["pool"],
  globalmaxpooling2d: ["globalPool"],
  globalaveragepooling2d: ["globalPool"],
  batchnormalization: ["batchNorm"],
  activation: ["activate"],
  linear: ["dense"],
  concatenate: ["branches"],
  gaussiannoise: ["noise"],
  depthwiseconv2d: ["depthwiseConv"],
  conv2dtranspose: ["convTranspose"],
  upsampling2d: ["upsample"],
  zeropadding2d: ["zeroPad"],
  layernormalization: ["layerNorm"],
  groupnormalization: ["groupNorm"],
  depthmultiplier: ["multiplier"],
  keepdims: ["keepDims"],
  swish: ["silu"],
};

/**
 * `; did you mean "conv"?` if `value` is another library's spelling of one of the names, or at most
 * a third of a name's letters away from it; else an empty text.
 */
export function hint(value: unknown, names: readonly string[]): string {
  if (typeof value !== "string") return "";
  const spelled = plain(value);
  const meant = FOREIGN[spelled]?.find((name) => names.includes(name)) ?? nearest(spelled, names);
  return meant === undefined ? "" : `; did you mean ${quoted(meant)}?`;
}

/** A name without underscores and capitals: `batch_size` and `batchSize` are the same. */
const plain = (name: string): string => name.replaceAll("_", "").toLowerCase();

function nearest(spelled: string, names: readonly string[]): string | undefined {
  const [first] = names
    .map((name) => ({ name, distance: distance(spelled, plain(name)) }))
    .sort((a, b) => a.distance - b.distance);
  return first && first.distance <= Math.floor(first.name.length / 3) ? first.name : undefined;
}

/** Levenshtein's distance: single letters added, removed or replaced. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
