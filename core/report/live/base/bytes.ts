/** Bytes and numbers that a page carries as text. */

/** The bytes of a text in base64. */
export const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** A picture in the page: 8 bits a number, row by row with channels innermost, in base64. */
export interface PackedPicture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly base64: string;
}

/** A picture as numbers. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Float32Array;
}

/** The numbers of a packed picture, 0 to 255. */
export const pictureOf = ({ base64, ...size }: PackedPicture): Picture => ({
  ...size,
  data: Float32Array.from(bytesOf(base64)),
});
