import { assert, assertEquals, assertLess } from "@std/assert";
import { crc32 } from "node:zlib";
import { type Random, seededRandom } from "../../core/base/random.ts";
import { decodeImage } from "../../core/data/image.ts";
import { UserError } from "../../dsl/errors.ts";
import { imageSeeds } from "./image_seeds.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Ways to damage a file: cut it, change bytes or a bit, lose or repeat a part. */
const WAYS: readonly ((file: Bytes, random: Random) => Bytes)[] = [
  (file, random) => file.slice(0, random.below(file.length)),
  (file, random) => {
    for (let n = random.below(8); n >= 0; n--) file[random.below(file.length)] = random.below(256);
    return file;
  },
  (file, random) => {
    const at = random.below(file.length);
    return file.with(at, (file[at] ?? 0) ^ (1 << random.below(8)));
  },
  (file, random) => file.fill([0, 255][random.below(2)]!, random.below(file.length)).slice(),
  (file, random) => {
    const at = random.below(file.length);
    return Uint8Array.of(...file.subarray(0, at), ...file.subarray(at + random.below(64)));
  },
  (file, random) => {
    const at = random.below(file.length);
    return Uint8Array.of(...file.subarray(0, at + random.below(64)), ...file.subarray(at));
  },
];

/** Makes the checksums of a PNG's chunks right again, so that damage reaches what follows them. */
function repair(file: Bytes): Bytes {
  const view = new DataView(file.buffer);
  for (let at = 8; at + 12 <= file.length;) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > file.length) break;
    view.setUint32(end, crc32(file.subarray(at + 4, end)));
    at = end + 4;
  }
  return file;
}

Deno.test("decodeImage() reads a damaged image or refuses it in one line, at once", async () => {
  const random = seededRandom(20);
  const seeds = await imageSeeds();
  let [read, refused] = [0, 0];
  for (let n = 0; n < 1000; n++) {
    const seed = seeds[random.below(seeds.length)] ?? new Uint8Array();
    const damaged = WAYS[n % WAYS.length]?.(seed.slice(), random) ?? seed;
    const file = seed[0] === 0x89 && random.below(2) === 0 ? repair(damaged) : damaged;
    const start = performance.now();
    try {
      const { height, width, channels, data } = await decodeImage(file, "x");
      assertEquals(data.length, height * width * channels);
      read++;
    } catch (error) {
      assert(error instanceof UserError, `number ${n}: ${error}`);
      assert(/^Cannot read the image x: [\x20-\x7e]{10,300}\.$/.test(error.message), error.message);
      refused++;
    }
    assertLess(performance.now() - start, 2000);
  }
  assert(read > 50 && refused > 500, `${read} read, ${refused} refused`);
});
