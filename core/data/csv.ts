/**
 * Reads labelled images as CSV, one image per line: its class number first, then its pixels row by
 * row, 0 to 255, with or without a line of column names. The file is read in pieces, so that a line
 * or a file without end is refused after a few of them.
 */
import { UserError } from "../base/errors.ts";
import { sha256Stream } from "../base/hash.ts";
import { grouped } from "../base/numbers.ts";
import { quoted } from "../base/quoted.ts";
import { checkLabels, DATA_LIMIT, type SetFacts, type Split } from "./labelled_checks.ts";
import { reason } from "./read.ts";

/** The images of a file, and the SHA-256 of the file itself. */
export interface CsvFile {
  readonly split: Split;
  readonly sha256: string;
}

const LINE_FEED = 10;

/**
 * Reads the images and labels of a CSV file, gzipped if its name ends in `.gz`.
 *
 * @throws {UserError} If the file cannot be read, is larger than a data set may be, or if a line has
 * another number of values than the set's images need, a pixel outside 0 to 255 or another label
 * than the set's classes.
 */
export async function readCsv(path: string, set: SetFacts): Promise<CsvFile> {
  const hash = sha256Stream();
  const rows = new Rows(set, path);
  try {
    using file = await Deno.open(path);
    const packed = file.readable.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(piece, controller) {
          hash.update(piece);
          controller.enqueue(piece);
        },
      }),
    );
    const bytes = path.endsWith(".gz")
      ? packed.pipeThrough(new DecompressionStream("gzip"))
      : packed;
    for await (const piece of bytes) rows.add(piece);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot read ${path}: ${reason(error)}.`);
  }
  return { split: rows.end(), sha256: hash.digest("hex") };
}

/** Collects the lines of a file, which arrives in pieces. */
class Rows {
  readonly #set: SetFacts;
  readonly #what: string;
  /** The number of pixels of an image. */
  readonly #size: number;
  /** The most bytes that a line may have: six per value, such as `255.0,`. */
  readonly #longest: number;
  #rest = new Uint8Array();
  #line = 0;
  #images = new Uint8Array(2 ** 16);
  readonly #labels: number[] = [];

  constructor(set: SetFacts, what: string) {
    this.#set = set;
    this.#what = what;
    this.#size = set.shape.reduce((product, size) => product * size, 1);
    // Names of columns may be longer than numbers.
    this.#longest = 32 * (this.#size + 1);
  }

  add(piece: Uint8Array): void {
    let begin = 0;
    for (let end = piece.indexOf(LINE_FEED); end >= 0; end = piece.indexOf(LINE_FEED, begin)) {
      this.#read(this.#joined(piece.subarray(begin, end)));
      begin = end + 1;
    }
    this.#rest = this.#joined(piece.subarray(begin)).slice();
  }

  end(): Split {
    this.#read(this.#rest);
    const count = this.#labels.length;
    if (count === 0) this.#fail("expected a line per image, found none");
    return {
      images: this.#images.subarray(0, count * this.#size),
      labels: checkLabels(this.#labels, this.#set, this.#what),
      count,
    };
  }

  /** What earlier pieces left of the line, and `more` of it. */
  #joined(more: Uint8Array): Uint8Array {
    const length = this.#rest.length + more.length;
    if (length > this.#longest) {
      this.#fail(
        `expected at most ${grouped(this.#longest)} bytes in line ${this.#line + 1}, found more`,
      );
    }
    if (this.#rest.length === 0) return more;
    const joined = new Uint8Array(length);
    joined.set(this.#rest);
    joined.set(more, this.#rest.length);
    this.#rest = new Uint8Array();
    return joined;
  }

  #read(bytes: Uint8Array): void {
    this.#line++;
    const text = new TextDecoder().decode(bytes).trim();
    if (text === "") return;
    const values = text.split(",");
    if (values.length !== this.#size + 1) {
      const [height, width] = this.#set.shape;
      this.#fail(
        `expected a label and ${this.#size} pixels (${height}x${width}), separated by commas, in ` +
          `line ${this.#line}, found ${values.length} values`,
      );
    }
    if (this.#line === 1 && /[a-z]/i.test(text)) return this.#names(values);
    const at = this.#labels.length * this.#size;
    if (at + this.#size > DATA_LIMIT) {
      this.#fail(`expected at most ${grouped(DATA_LIMIT)} pixels, found more`);
    }
    if (at + this.#size > this.#images.length) {
      const larger = new Uint8Array(Math.min(DATA_LIMIT, 2 * (at + this.#size)));
      larger.set(this.#images);
      this.#images = larger;
    }
    for (let i = 0; i <= this.#size; i++) {
      const value = values[i]!;
      const number = value.trim() === "" ? NaN : Number(value);
      if (i === 0) this.#labels.push(number);
      else if (!(Number.isInteger(number) && number >= 0 && number <= 255)) {
        this.#fail(
          `expected pixels from 0 to 255 in line ${this.#line}, found ${quoted(value)}`,
        );
      } else this.#images[at + i - 1] = number;
    }
  }

  /** Checks the names of the columns, which may say that the label is not the first. */
  #names(names: readonly string[]): void {
    const at = names.findIndex((name) => /^\W*(label|class|target|y)\W*$/i.test(name));
    if (at > 0) this.#fail(`expected the label in column 1, found it in column ${at + 1}`);
  }

  #fail(problem: string): never {
    throw new UserError(
      `Cannot read ${this.#what}: ${problem}. Give one line per image: its label, then its pixels.`,
    );
  }
}
