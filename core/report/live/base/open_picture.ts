/** Opens a reader's own picture. It stays in the page: nothing is sent anywhere. */
/// <reference lib="dom" />
import type { Picture } from "./bytes.ts";

/** How bright red, green and blue appear: ITU-R BT.601, as the step `grayscale` has it. */
const LUMA = [0.299, 0.587, 0.114] as const;

/**
 * Reads a picture file as grey values from 0 to 255, made smaller until its longer side has at most
 * `most` pixels; transparent parts are white.
 *
 * @throws {DOMException} If the browser cannot read the file as a picture.
 */
export async function openPicture(file: Blob, most: number): Promise<Picture> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height]
    .map((size) => Math.max(1, Math.round(size * scale))) as [number, number];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  const { data: rgba } = context.getImageData(0, 0, width, height);
  const data = Float32Array.from(
    { length: width * height },
    (_, i) => LUMA.reduce((sum, weight, c) => sum + weight * rgba[4 * i + c]!, 0),
  );
  return { height, width, channels: 1, data };
}

/** Lets a reader drop a picture file on an element. */
export function acceptDrops(element: HTMLElement, open: (file: File) => void): void {
  element.addEventListener("dragover", (event) => event.preventDefault());
  element.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    event.preventDefault();
    if (file) open(file);
  });
}
