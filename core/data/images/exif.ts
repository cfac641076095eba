/** The orientation of a photograph: how the camera was held (Exif 3.0, JEITA CP-3451, 4.6.5.1). */
import type { DecodedImage, StoredImage } from "./decoded.ts";

const ORIENTATION = 0x0112;
const SHORT = 3;

/**
 * The orientation that EXIF data states, from 1 (upright) to 8; 1 if it states none, or if the data is
 * damaged, as viewers do.
 *
 * @param exif The data from its TIFF header ("II" or "MM") on.
 */
export function orientation(exif: Uint8Array): number {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.length);
  const order = exif.length < 8 ? "" : String.fromCharCode(exif[0]!, exif[1]!);
  if (order !== "II" && order !== "MM") return 1;
  const little = order === "II";
  const directory = view.getUint32(4, little);
  if (directory + 2 > exif.length) return 1;
  const count = view.getUint16(directory, little);
  for (let i = 0; i < count; i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > exif.length) return 1;
    if (view.getUint16(at, little) !== ORIENTATION) continue;
    const value = view.getUint16(at + 8, little);
    return view.getUint16(at + 2, little) === SHORT && value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** The image as it is to be shown: mirrored and turned as its orientation says. */
export function upright({ orientation, ...stored }: StoredImage): DecodedImage {
  if (orientation === 1) return stored;
  const { channels } = stored;
  // From 5 on, rows and columns change places.
  const swaps = orientation >= 5;
  const height = swaps ? stored.width : stored.height;
  const width = swaps ? stored.height : stored.width;
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const data = new Uint8Array(stored.data.length);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [i, j] = swaps ? [x, y] : [y, x];
      const row = fromBottom ? stored.height - 1 - i : i;
      const column = fromRight ? stored.width - 1 - j : j;
      const from = (row * stored.width + column) * channels;
      for (let c = 0; c < channels; c++) data[to++] = stored.data[from + c]!;
    }
  }
  return { height, width, channels, data };
}
