import { assertEquals } from "@std/assert";
import { staleMutants } from "../../tools/mutants/mutant.ts";
import { root } from "../cli/convlab.ts";
import cli from "./cli.ts";
import data from "./data.ts";
import dsl from "./dsl.ts";
import engines from "./engines.ts";
import graph from "./graph.ts";
import lab from "./lab.ts";
import live from "./live.ts";
import liveFigures from "./live_figures.ts";
import report from "./report.ts";
import training from "./training.ts";
import weights from "./weights.ts";

const all = [
  ...cli,
  ...data,
  ...dsl,
  ...engines,
  ...graph,
  ...lab,
  ...live,
  ...liveFigures,
  ...report,
  ...training,
  ...weights,
];

Deno.test("every mutant of the list fits the program: correct the mutant with the line it changes", async () => {
  assertEquals(await staleMutants(all, root), []);
});

Deno.test("no two mutants of the list are the same", () => {
  const changes = all.map(({ file, find, replace }) => [file, find, replace].join("\n"));
  assertEquals(new Set(changes).size, changes.length);
});
