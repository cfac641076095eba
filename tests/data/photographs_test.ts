import { assertEquals, assertLess, assertMatch, assertRejects } from "@std/assert";
import {
  bookPhotographs,
  photograph,
  type PhotographFacts,
  photographFrom,
} from "../../core/data/photographs.ts";
import { encodePng } from "../../core/base/png.ts";
import { sha256 } from "../../core/base/hash.ts";
import { UserError } from "../../dsl/errors.ts";
import { serve, withFolder } from "./server.ts";

/** The name of an emoji that shows a person. */
const PERSON = /^(?:old-)?(?:man|woman|boy|girl|baby|person)-/;

const PNG = encodePng(1, 2, 1, new Uint8Array([10, 20]));
const FACTS: PhotographFacts = {
  name: "faces/img01.jpg",
  address: "http://127.0.0.1:9/img01.jpg",
  bytes: PNG.length,
  sha256: sha256(PNG),
};

Deno.test("bookPhotographs lists the book's 42 photographs", () => {
  const folders = Map.groupBy(bookPhotographs, ({ name }) => name.split("/").slice(0, -1).join());
  assertEquals(
    Array.from(folders, ([folder, files]) => [folder, files.length]),
    [["", 2], ["animals", 15], ["faces", 15], ["test_data", 10]],
  );
  for (const { address, sha256 } of bookPhotographs) {
    assertMatch(address, /^https:\/\/github\.com\/dknife\/ML\/raw\/main\/data\/.*\.(png|jpg)$/);
    assertMatch(sha256, /^[0-9a-f]{64}$/);
  }
});

Deno.test("photograph() reports a stand-in with david.png's shape as one", () =>
  withFolder(async (cacheDir) => {
    const { image, provenance } = await photograph("david.png", { cacheDir });
    assertEquals([image.height, image.width, image.channels], [109, 120, 2]);
    assertEquals(provenance.standIn, true);
    assertEquals(
      provenance.source,
      "stand-in: camera.png of scikit-image, by Lav Varshney, CC0, made smaller",
    );
  }));

Deno.test("photograph() gives a stand-in in colour with book.png's proportions", () =>
  withFolder(async (cacheDir) => {
    const { image, provenance } = await photograph("book.png", { cacheDir });
    assertEquals(image.channels, 3);
    assertLess(Math.abs(image.height / image.width - 533 / 800), 0.005);
    assertEquals(provenance.standIn, true);
  }));

Deno.test("photograph() names the known photographs when asked for another", async () => {
  const error = await assertRejects(() => photograph("cat.png"), UserError);
  assertEquals(
    error.message,
    'Cannot find the photograph "cat.png": expected david.png, book.png, faces/img01.jpg to ' +
      "img15.jpg, animals/img01.jpg to img15.jpg or test_data/img01.jpg to img10.jpg.",
  );
});

Deno.test("photograph() reports a drawing as the stand-in of every face, animal and test photograph", () =>
  withFolder(async (cacheDir) => {
    const others = bookPhotographs.map(({ name }) => name).filter((name) => name.includes("/"));
    assertEquals(others.length, 40);
    const shown = new Set<string>();
    for (const name of others) {
      const { image, provenance } = await photograph(name, { cacheDir });
      assertEquals([image.height, image.width, image.channels], [128, 128, 3]);
      assertEquals(provenance.standIn, true);
      const [, drawn = ""] = /^stand-in: drawing "(.+)" of Google's Noto Emoji, Apache-2.0$/.exec(
        provenance.source,
      ) ?? [];
      // Faces and animals are told apart; of the test photographs the odd ones are faces.
      const face = name.startsWith("faces/") || /test_data\/img0[13579]/.test(name);
      assertEquals(PERSON.test(drawn), face, `${name} shows "${drawn}"`);
      shown.add(provenance.sha256);
    }
    assertEquals(shown.size, 40, "a drawing stands in two places");
  }));

Deno.test("photographFrom() refuses a photograph without a stand-in", () =>
  withFolder(async (cacheDir) => {
    const error = await assertRejects(() => photographFrom(FACTS, [], { cacheDir }), UserError);
    assertEquals(
      error.message,
      "Cannot find faces/img01.jpg: the book's photographs carry no licence and are not included. " +
        "Download them with --download, or give their folder with --data DIR.",
    );
  }));

Deno.test("photographFrom() takes the file in --data", () =>
  withFolder(async (dataDir) => {
    await Deno.mkdir(`${dataDir}/faces`);
    await Deno.writeFile(`${dataDir}/faces/img01.jpg`, PNG);
    const { image, provenance } = await photographFrom(FACTS, [], { dataDir });
    assertEquals([...image.data], [10, 20]);
    assertEquals(provenance, {
      name: "faces/img01.jpg",
      source: `--data ${dataDir}`,
      sha256: FACTS.sha256,
      standIn: false,
    });
  }));

Deno.test("photographFrom() refuses a file of --data with another SHA-256", () =>
  withFolder(async (dataDir) => {
    await Deno.mkdir(`${dataDir}/faces`);
    const path = `${dataDir}/faces/img01.jpg`;
    const other = encodePng(1, 1, 1, new Uint8Array(1));
    await Deno.writeFile(path, other);
    const error = await assertRejects(() => photographFrom(FACTS, [], { dataDir }), UserError);
    assertEquals(
      error.message,
      `Cannot use ${path}: expected faces/img01.jpg with sha256 ${FACTS.sha256}, ` +
        `found ${sha256(other)}. Delete the file and download it again.`,
    );
  }));

Deno.test("photographFrom() refuses a file of the cache with another SHA-256", () =>
  withFolder(async (cacheDir) => {
    const path = `${cacheDir}/photographs/faces/img01.jpg`;
    await Deno.mkdir(`${cacheDir}/photographs/faces`, { recursive: true });
    await Deno.writeFile(path, encodePng(1, 2, 1, new Uint8Array([10, 21])));
    await assertRejects(
      () => photographFrom(FACTS, [], { cacheDir }),
      UserError,
      `Cannot use ${path}: expected faces/img01.jpg with sha256 ${FACTS.sha256}, found `,
    );
  }));

Deno.test("photographFrom() downloads when asked, then reads the cache without a request", () =>
  withFolder(async (cacheDir) => {
    await using server = serve({ "/img01.jpg": () => new Response(PNG) });
    const facts = { ...FACTS, address: `${server.address}/img01.jpg` };
    const fetched = await photographFrom(facts, [], { cacheDir, download: true });
    assertEquals(fetched.provenance.source, facts.address);
    const cached = await photographFrom(facts, [], { cacheDir });
    assertEquals(cached.provenance.source, `cache ${cacheDir}/photographs/faces/img01.jpg`);
    await photographFrom(facts, [], { cacheDir, download: true });
    assertEquals(server.requests, ["/img01.jpg"]);
  }));
