import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Provenance } from "../../core/data/provenance.ts";
import { LabRecord } from "../../core/lab/record.ts";
import { withFolder } from "../cli/convlab.ts";

const source = `/**
 * @title A lab
 * @section 1
 * @run deno run labs/a.ts
 * @needs nothing
 * @minutes 1
 * @goals
 * - see
 */
`;
const options = {
  ...{ full: false, seed: 0, engine: "auto", download: false, fresh: false, out: "", debug: false },
};
const labRecord = () => new LabRecord({ lab: "a", source, options, command: "", claims: [] });
const used = (name: string, sha256: string, standIn = false): Provenance => ({
  ...{ name, sha256, standIn },
  source: standIn ? "stand-in: a drawing" : "cache",
});

Deno.test("LabRecord.data() reports each file once, and what stands in for another", () =>
  withFolder(async (folder) => {
    const record = labRecord();
    const [weights, fineTuned] = [used("weights", "00"), used("weights", "01")];
    record.data([weights, used("david.png", "02", true)]);
    record.data([fineTuned, weights]);
    const { data } = await record.write(folder, false);
    assertEquals(data, [
      { name: "weights", source: "cache", sha256: "00" },
      {
        ...{ name: "david.png", source: "stand-in: a drawing", sha256: "02" },
        standIn: "stand-in: a drawing",
      },
      { name: "weights", source: "cache", sha256: "01" },
    ]);
    assertStringIncludes(await Deno.readTextFile(`${folder}/a.html`), ">Stand-in data<");
  }));

Deno.test("LabRecord.write() marks an interrupted run in the report and on the page", () =>
  withFolder(async (folder) => {
    const written = async (interrupted: boolean) => {
      const report = await labRecord().write(folder, interrupted);
      const html = await Deno.readTextFile(`${folder}/a.html`);
      return [report.interrupted, html.includes('<div class="note warning"')];
    };
    assertEquals([await written(true), await written(false)], [[true, true], [false, false]]);
  }));
