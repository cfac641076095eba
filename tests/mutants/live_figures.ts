/** Sabotages of the live figures: what a page shows after a reader's hand. */
import type { Mutant } from "../../tools/mutants/mutant.ts";

const mutants: readonly Mutant[] = [
  {
    file: "core/report/live/base/settings.ts",
    find: 'encodeURIComponent(text).replace(/%2C/g, ",")',
    replace: "text",
    why: "A pipeline in the address is cut at its first semicolon.",
    tests: ["tests/report/live_figures_test.ts"],
  },
  {
    file: "core/report/live/base/settings.ts",
    find: "else if (!all.delete(id)) return fragment;",
    replace: "else all.delete(id);",
    why: "A figure that is as the run left it removes the anchor from the address.",
    tests: ["tests/report/live_figures_test.ts"],
  },
  {
    file: "core/report/live/figures/builder_parser.ts",
    find: "if (!word) {",
    replace: "if (false) {",
    why: "An unknown word shows an error of JavaScript instead of the language's sentence.",
    tests: ["tests/report/live_figures_test.ts"],
  },
  {
    file: "core/report/live/figures/field_state.ts",
    find: "size = (size - 1) * stride + window;",
    replace: "size = size - 1 + window;",
    why: "Receptive fields ignore strides.",
    tests: ["tests/report/live_figures_test.ts"],
  },
  {
    file: "core/report/live/figures/pooling_state.ts",
    find: "Math.abs(now[i]! - before[i]!) > threshold",
    replace: "now[i]! - before[i]! > threshold",
    why: "Outputs that become darker do not count as changed.",
    tests: ["tests/report/live_figures_test.ts"],
  },
  {
    file: "core/report/page/page.ts",
    find: 'output.kind === "live" ? [] :',
    replace: 'output.kind === "nothing" ? [] :',
    why: "A page that has live figures only carries Plotly's megabyte as well.",
    tests: ["tests/report/live_page_test.ts"],
  },
];

export default mutants;
