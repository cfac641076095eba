import { assertEquals, assertStringIncludes } from "@std/assert";
import { policyHash } from "../../core/report/page/shell.ts";
import { seen } from "./texts.ts";
import { renderIndex, type ReportJson } from "../../core/report/mod.ts";

const report: ReportJson = {
  lab: "04_convolution",
  title: "Write the convolution",
  section: "LAB: 합성곱",
  mode: "quick",
  engine: "native",
  seconds: 3.21,
  startedAt: "2026-11-24T09:00:00Z",
  claims: [
    { id: "a", section: "s", what: "a", book: 1, ours: 1, tolerance: null, verdict: "reproduced" },
    {
      id: "b",
      section: "s",
      what: "b",
      book: 1,
      ours: 2,
      tolerance: null,
      verdict: "differs",
      why: "w",
    },
  ],
  checks: [
    { id: "c", what: "c", value: 1, rule: { atMost: 2 }, verdict: "passed" },
    { id: "d", what: "d", value: 3, rule: { atMost: 2 }, verdict: "failed" },
  ],
  figures: [],
  data: [],
  metrics: {},
  outputs: [],
  pipelines: {},
  runs: {},
  provenance: {},
  interrupted: false,
};

Deno.test("renderIndex() lists labs with mode, time, and claims and checks counted apart", async () => {
  const html = await renderIndex({
    title: "The chapter",
    lead: "**All** labs.",
    reports: [report],
  });
  assertStringIncludes(html, '<a href="04_convolution.html">Write the convolution</a>');
  assertStringIncludes(html, '<td class="ordinal">4</td>');
  const main = html.slice(html.indexOf("<main>"));
  assertStringIncludes(seen(main), "quick run, native, 3.2 s");
  assertStringIncludes(seen(main, "ko"), "빠른 실행, native, 3.2 초");
  assertStringIncludes(seen(main), "Claims✓ 1 reproduced✗ 1 differsChecks✓ 1 passed✗ 1 failed");
  assertStringIncludes(main, '<span aria-hidden="true">✓ 1</span>');
  assertStringIncludes(html, "<strong>All</strong> labs.");
  const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text = ""]) => text);
  assertEquals(scripts.length, 1);
  assertStringIncludes(html, `script-src ${policyHash(scripts[0] ?? "")};`);
});

Deno.test("renderIndex() says a title's second half in its own language and no section twice", async () => {
  const html = await renderIndex({
    title: "Networks · 합성곱 신경망",
    lead: "",
    reports: [{ ...report, title: "Edges · 특징 추출", section: "특징 추출" }],
  });
  const [, title = ""] = /<h1>(.*?)<\/h1>/.exec(html) ?? [];
  assertStringIncludes(title, 'Networks <span class="second" lang="ko">합성곱 신경망</span>');
  assertStringIncludes(title, '합성곱 신경망 <span class="second" lang="en">Networks</span>');
  assertEquals(html.match(/특징 추출/g)?.length, 1);
});

Deno.test("renderIndex() links key points and errata to their place, and lists terms", async () => {
  const shown = [{ lab: "04_convolution", anchor: "claim-합성", text: "lab 4" }];
  const html = await renderIndex({
    title: "T",
    lead: "",
    reports: [],
    goals: [{ text: "How does it work?", shown: [] }],
    keyPoints: [{ text: "Weights are **shared**.", shown }],
    errata: [{ text: "A comma is missing.", shown }],
    glossary: [{
      korean: "합성곱",
      english: "convolution",
      meaning: "a weighted sum in a window",
      shown: { lab: "02_filters", text: "2" },
    }],
  });
  assertEquals(html.match(/href="04_convolution\.html#claim-%ED%95%A9%EC%84%B1"/g)?.length, 2);
  assertStringIncludes(html, "<li><p>How does it work?</p>\n</li>");
  assertStringIncludes(html, 'id="key-points"');
  assertStringIncludes(html, 'id="errata"');
  assertStringIncludes(html, '<td lang="ko">합성곱</td><td lang="en">convolution</td>');
  assertStringIncludes(html, '<td><a href="02_filters.html">2</a></td>');
});
