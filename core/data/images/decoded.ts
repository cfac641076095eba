/** What the readers of all image formats share: the decoded image, its size limit, and errors. */
import { grouped } from "../../base/numbers.ts";
import { formatBytes, MEMORY_LIMIT } from "../../base/memory.ts";

/** An image of bytes: `data[(row * width + column) * channels + channel]`. */
export interface DecodedImage {
  readonly height: number;
  readonly width: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. */
  readonly channels: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** An image as its file stores it, and the EXIF orientation (1 to 8) in which it is to be shown. */
export interface StoredImage extends DecodedImage {
  readonly orientation: number;
}

/** Throws an error about the file; `problem` says what is wrong and what to do. */
export type Fail = (problem: string) => never;

/** What to do with a file that ends too early. */
export const TRUNCATED = "The file is truncated; save or download it again";

/** The largest memory per number while an image is decoded, and then as bytes and as 32-bit floats. */
const BYTES_PER_SAMPLE = 8;

/** Refuses the size of an image, as its header states it, before anything is allocated for it. */
export function checkSize(
  { height, width, channels }: Omit<DecodedImage, "data">,
  fail: Fail,
): void {
  if (height === 0 || width === 0) {
    fail(`expected at least one pixel, found ${height}x${width}. Save the image again`);
  }
  const bytes = height * width * channels * BYTES_PER_SAMPLE;
  if (bytes > MEMORY_LIMIT) {
    fail(
      `expected an image that fits in ${formatBytes(MEMORY_LIMIT)}, found ${grouped(height)}x` +
        `${grouped(width)}x${channels}, which needs ${formatBytes(bytes)}. Make it smaller`,
    );
  }
}
