/** Whether a library's file is whole: Linux maps a file that was cut, and ends a program that reads on. */

/** The bytes of an ELF file's header that are read. */
const HEADER = 64;

/**
 * How many bytes a 64-bit ELF file must have, by its header: its table of sections stands at its end.
 *
 * @returns 0 for any other file, which Linux refuses by itself.
 */
export function expectedLength(header: Uint8Array<ArrayBuffer>): number {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const isElf = header.length >= HEADER && view.getUint32(0) === 0x7f454c46;
  // Class 2 has 64 bits, encoding 1 is little-endian: all platforms that have a binary.
  if (!isElf || header[4] !== 2 || header[5] !== 1) return 0;
  const sections = Number(view.getBigUint64(40, true));
  return sections + view.getUint16(58, true) * view.getUint16(60, true);
}

/** The name of the first file in a folder of libraries that was cut; undefined if all are whole. */
export function truncatedFile(folder: string): string | undefined {
  for (const { name } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    const header = new Uint8Array(HEADER);
    using file = Deno.openSync(path);
    const read = file.readSync(header) ?? 0;
    const { size } = file.statSync();
    if (size < HEADER || size < expectedLength(header.subarray(0, read))) return name;
  }
  return undefined;
}
