/**
 * Keeps the results of a lab's full run: copies the numbers to keep from `reports/<lab>.json` into
 * `labs/results/<lab>.json`, and takes no number from anywhere else. A lab with several full runs
 * gives each of them a name: `labs/results/<lab>.<name>.json`.
 *
 * deno run --allow-read --allow-write=labs/results --allow-sys=cpus tools/keep_full_run.ts \
 *   10_fashion_mnist [FOLDER [NAME]]
 */
import { cpus } from "node:os";
import { fromFileUrl } from "../core/base/paths.ts";
import { writeFileAtomic } from "../core/base/files.ts";
import { fullRunFile, fullRunOf } from "../core/lab/full_run.ts";

const [lab, reports = "reports", name] = Deno.args;
if (!lab) {
  throw new RangeError(
    "Cannot keep a run: expected a lab as the first argument, such as 10_fashion_mnist.",
  );
}
const report = JSON.parse(await Deno.readTextFile(`${reports}/${lab}.json`));
const cores = cpus();
const machine = `${cores[0]?.model ?? "unknown processor"}, ${cores.length} cores`;
const kept = fullRunOf(report, machine, name);
await writeFileAtomic(fromFileUrl(fullRunFile(kept)), JSON.stringify(kept, null, 1) + "\n");
