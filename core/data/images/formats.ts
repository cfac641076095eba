/** Recognises the format of a file by its first bytes; what a file is called says nothing. */

/** What a file turned out to be: a format that is read here, or a sentence about any other. */
export type Recognised =
  | { readonly format: "PNG" | "JPEG" }
  | { readonly problem: string };

const CONVERT = "Convert it to PNG or JPEG, for instance with GIMP or ImageMagick";

/** Formats whose files begin with these bytes (in hexadecimal; "." stands for any digit). */
const SIGNATURES: readonly (readonly [start: string, name: string, advice: string])[] = [
  ["52494646........57454250", "a WebP image", CONVERT],
  ["47494638", "a GIF image", CONVERT],
  ["424d........00000000", "a BMP image", CONVERT],
  ["49492a00", "a TIFF image", CONVERT],
  ["4d4d002a", "a TIFF image", CONVERT],
  ["49492b00", "a TIFF image", CONVERT],
  ["4d4d002b", "a TIFF image", CONVERT],
  ["........6674797061766966", "an AVIF image", CONVERT],
  ["........6674797061766973", "an AVIF image", CONVERT],
  ["........66747970(686569|686576|6d6966|6d7366).{2}", "a HEIC image", CONVERT],
  ["ff0a", "a JPEG XL image", CONVERT],
  ["0000000c4a584c20", "a JPEG XL image", CONVERT],
  ["0000000c6a502020", "a JPEG 2000 image", CONVERT],
  ["ff4fff51", "a JPEG 2000 image", CONVERT],
  ["00000100", "an icon (ICO)", CONVERT],
  ["38425053", "a Photoshop document", CONVERT],
  ["25504446", "a PDF document", "Export its page or picture as PNG"],
  ["504b0304", "a zip archive", "Unpack it and give a PNG or JPEG image of it"],
  ["1f8b", "a gzip archive", "Unpack it and give a PNG or JPEG image of it"],
  [
    "89504e47",
    "a PNG whose signature is damaged, as if it had been copied as text",
    "Copy or download it again as binary data",
  ],
];

/** Formats whose files are text and begin with one of these, after space and comments. */
const TEXTS: readonly (readonly [start: RegExp, name: string, advice: string])[] = [
  [
    /^(<\?xml.*?\?>|<!--.*?-->|<!doctype svg.*?>|\s)*<svg\b/is,
    "an SVG drawing",
    "Export it as PNG, for instance with Inkscape",
  ],
  [
    /^(<!--.*?-->|\s)*<(!doctype html|html)\b/is,
    "a web page (HTML)",
    "Download the image itself",
  ],
];

const PNG = "89504e470d0a1a0a";
const JPEG = "ffd8";

/** What the file is that begins with these bytes; the sentence says what to do. */
export function recognise(bytes: Uint8Array): Recognised {
  const start = Array.from(bytes.subarray(0, 12), (byte) => byte.toString(16).padStart(2, "0"));
  const digits = start.join("");
  if (digits.startsWith(PNG)) return { format: "PNG" };
  if (digits.startsWith(JPEG)) return { format: "JPEG" };
  return { problem: `expected a PNG or JPEG image, found ${other(bytes, start)}` };
}

function other(bytes: Uint8Array, start: readonly string[]): string {
  const give = "Give a PNG or JPEG image";
  if (bytes.length === 0) return `an empty file. ${give}`;
  const digits = start.join("");
  const known = SIGNATURES.find(([pattern]) => new RegExp(`^(?:${pattern})`).test(digits)) ??
    TEXTS.find(([pattern]) => pattern.test(beginning(bytes)));
  if (known) return `${known[1]}. ${known[2]}`;
  return `a file that begins with ${start.slice(0, 4).join(" ")}. ${give}`;
}

/** The beginning of a text file, without its byte order mark. */
const beginning = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, 1000));
