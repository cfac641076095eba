/**
 * Writes dsl/pipeline.schema.json from the fields of all steps. Run it after a step has changed.
 *
 *     deno run --allow-read=dsl --allow-write=dsl tools/write_schema.ts
 */
import { fromFileUrl } from "../core/base/paths.ts";
import { schema } from "../dsl/mod.ts";
import { writeFileAtomic } from "../core/base/files.ts";

const file = fromFileUrl(new URL("../dsl/pipeline.schema.json", import.meta.url));
await writeFileAtomic(file, `${JSON.stringify(schema(), null, 2)}\n`);
