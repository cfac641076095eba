/** The documents name files that exist. */
import { assert, assertEquals } from "@std/assert";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "DESIGN.md",
  "core/README.md",
  "core/graph/README.md",
  "core/engine/README.md",
  "core/engine/simd/README.md",
];

/** Paths in code marks or links, as the text has them: `core/x.ts`, [text](x.md). */
const mentioned = (text: string): string[] => [
  ...[...text.matchAll(/`([\w./-]+(?:\/|\.(?:ts|md|json|py)))`/g)].map(([, path = ""]) => path),
  ...[...text.matchAll(/\]\((?!\w+:|#)([^)#]+)/g)].map(([, path = ""]) => path),
];

// What a run makes, or a placeholder for any file of a kind.
const made = /^(?:reports|labs\/results|node_modules|\.convlab)\/|^(?:x|p|PIPELINE)\.|[<>]/;

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

for (const document of documents) {
  Deno.test(`${document} names only files that exist`, async () => {
    const paths = mentioned(await Deno.readTextFile(join(root, document)))
      .filter((path) => !made.test(path));
    assert(paths.length > 0);
    const missing: string[] = [];
    for (const path of new Set(paths)) {
      // Beside the document, in the project, or the file's name alone, said after its folder.
      const places = [join(root, dirname(document), path), join(root, path)];
      const found = await Promise.all(places.map((place) => exists(normalize(place))));
      if (!found.includes(true)) missing.push(path);
    }
    assertEquals(missing, []);
  });
}
