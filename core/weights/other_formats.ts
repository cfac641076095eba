/** Names the formats of weights that are not read here, and says how to convert them. */
import { quoted } from "../base/quoted.ts";

const PYTORCH =
  "Save it with safetensors.torch.save_file, with the names and axes of the pipeline's weights";
const KERAS = 'Save the model with Keras: model.save("name.keras")';

/** A format: what its files begin with, its name, and what to do. */
interface Format {
  is(bytes: Uint8Array, name: string): boolean;
  readonly format: string;
  readonly advice: string;
}

const begins = (bytes: Uint8Array, text: string, at = 0): boolean =>
  [...text].every((character, i) => bytes[at + i] === character.charCodeAt(0));

const FORMATS: readonly Format[] = [
  {
    is: (bytes) => begins(bytes, "\x93NUMPY"),
    format: "a NumPy array (.npy)",
    advice: "Save the weights with safetensors.numpy.save_file",
  },
  { is: (bytes) => begins(bytes, "TFL3", 4), format: "a TensorFlow Lite model", advice: KERAS },
  {
    is: (bytes, name) => /\.onnx$/i.test(name) && bytes[0] === 0x08,
    format: "an ONNX model",
    advice: "Save the weights with safetensors.numpy.save_file",
  },
  {
    is: (bytes, name) => /\.pb$/i.test(name) && (bytes[0] === 0x08 || bytes[0] === 0x0a),
    format: "a TensorFlow graph (.pb)",
    advice: KERAS,
  },
  {
    is: (_, name) => /\.(data-\d+-of-\d+|index|ckpt)$/i.test(name),
    format: "a part of a TensorFlow checkpoint",
    advice: KERAS,
  },
  {
    is: (bytes) => bytes[0] === 0x80 && (bytes[1] ?? 0) >= 2 && (bytes[1] ?? 0) <= 5,
    format: "a Python pickle, as PyTorch's .pt and .pth are",
    advice: PYTORCH,
  },
  {
    is: (bytes) => begins(bytes, "GGUF"),
    format: "a GGUF file",
    advice: "Save the weights as safetensors",
  },
  {
    is: (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8,
    format: "a gzipped file",
    advice: "Unpack it first",
  },
  {
    is: (bytes) => begins(bytes, "version https://git-lfs"),
    format: "a Git LFS pointer instead of the file",
    advice: 'Fetch the file with "git lfs pull"',
  },
  {
    is: (bytes) =>
      /^\s*<(!doctype|html)/i.test(new TextDecoder("latin1").decode(bytes.subarray(0, 64))),
    format: "a web page",
    advice: "Download the file itself",
  },
];

/**
 * The format of a file that is not read here, and what to do, as the end of a sentence; undefined if
 * it is none that is known.
 */
export function otherFormat(name: string, bytes: Uint8Array): string | undefined {
  // The length of a safetensors header may look like the mark of another format.
  if (bytes[8] === 0x7b && bytes[7] === 0 && bytes[6] === 0) return undefined;
  const found = FORMATS.find(({ is }) => is(bytes, name));
  return found && `${found.format}. ${found.advice}`;
}

/** The same for a zip archive with these files that is no `.keras`. */
export function otherZip(names: readonly string[]): string {
  if (names.some((name) => /(^|\/)data\.pkl$/.test(name))) {
    return `a PyTorch file (.pt, .pth). ${PYTORCH}`;
  }
  if (names.length > 0 && names.every((name) => name.endsWith(".npy"))) {
    return "a NumPy archive (.npz). Save the weights with safetensors.numpy.save_file";
  }
  if (names.some((name) => /(^|\/)saved_model\.pb$/.test(name))) {
    return `a zipped TensorFlow SavedModel. ${KERAS}`;
  }
  const inside = names.slice(0, 5).map(quoted).join(", ") || "nothing";
  return `a zip archive with ${inside}. Unpack it, and give the file of weights in it`;
}
