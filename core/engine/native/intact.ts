/**
 * Whether a library's file is whole: Linux maps a file that was cut, or whose end was never written,
 * and ends a program that reads on. What is wrong inside a file of the right form is not found: only
 * a checksum of its 46 MB would, which takes 45 ms at every start; it is compared when the package is
 * installed.
 */

/** The bytes of an ELF file's header, and of one entry of its table of sections, that are read. */
const [HEADER, ENTRY] = [64, 64];

/** More sections than this no library has. */
const MOST_SECTIONS = 1000;

/** ELF's types of sections: without bytes in the file, and names. */
const [NO_BITS, NAMES] = [8, 3];

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): DataView =>
  new DataView(buffer, byteOffset, byteLength);

/** Where the table of sections of a 64-bit ELF file stands, which is its end. */
interface SectionTable {
  readonly offset: number;
  readonly entry: number;
  readonly count: number;
  /** The number of the section that holds the names of sections. */
  readonly names: number;
}

/**
 * The table of sections by the header of a 64-bit ELF file; undefined for any other file, which Linux
 * refuses by itself.
 */
export function sectionTable(header: Uint8Array<ArrayBuffer>): SectionTable | undefined {
  const view = viewOf(header);
  const isElf = header.length >= HEADER && view.getUint32(0) === 0x7f454c46;
  // Class 2 has 64 bits, encoding 1 is little-endian: all platforms that have a binary.
  if (!isElf || header[4] !== 2 || header[5] !== 1) return undefined;
  return {
    offset: Number(view.getBigUint64(40, true)),
    entry: view.getUint16(58, true),
    count: view.getUint16(60, true),
    names: view.getUint16(62, true),
  };
}

/** Whether each section lies inside a file of `size` bytes, and the names are among them. */
function isSound(
  table: Uint8Array<ArrayBuffer>,
  { entry, count, names }: SectionTable,
  size: number,
): boolean {
  const view = viewOf(table);
  for (let i = 0; i < count; i++) {
    const type = view.getUint32(i * entry + 4, true);
    const end = view.getBigUint64(i * entry + 24, true) + view.getBigUint64(i * entry + 32, true);
    if (type !== NO_BITS && end > size) return false;
    if (i === names && type !== NAMES) return false;
  }
  return names < count;
}

/** What is wrong with a library: "was cut" or "is damaged"; undefined if nothing is found. */
function problemOf(path: string): string | undefined {
  using file = Deno.openSync(path);
  const { size } = file.statSync();
  const bytesAt = (offset: number, length: number): Uint8Array<ArrayBuffer> => {
    const bytes = new Uint8Array(length);
    file.seekSync(offset, Deno.SeekMode.Start);
    return bytes.subarray(0, file.readSync(bytes) ?? 0);
  };
  if (size < HEADER) return "was cut";
  const table = sectionTable(bytesAt(0, HEADER));
  if (!table) return undefined;
  const { offset, entry, count } = table;
  if (offset + entry * count > size) return "was cut";
  if (entry !== ENTRY || count > MOST_SECTIONS) return "is damaged";
  const bytes = bytesAt(offset, entry * count);
  return bytes.length === entry * count && isSound(bytes, table, size) ? undefined : "is damaged";
}

/** The first file in a folder of libraries that is not whole, as "the file NAME was cut". */
export function brokenFile(folder: string): string | undefined {
  for (const { name } of Deno.readDirSync(folder)) {
    const problem = problemOf(`${folder}/${name}`);
    if (problem !== undefined) return `the file ${name} ${problem}`;
  }
  return undefined;
}
