/** The texts of a lab, and their Korean. */
import { assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { labTexts, parseHeader, parseKorean, shortHash } from "../../core/report/mod.ts";
import { koreanFinder, koreanGaps } from "../../core/report/weave/korean.ts";
import { koreanSentence } from "../../core/report/page/sentences.ts";
import { koreanState } from "../../tools/check/korean.ts";
import { koreanText } from "../../tools/cli/ko.ts";

const SOURCE = `/**
 * @title A lab · 실습
 * @section S
 * @run deno run labs/04.ts
 * @needs nothing
 * @minutes 1
 * @goals
 * - read
 * - write
 */
// Why is
// it so?

//: See **this**.
show(a);

// # Four loops
//
// Text.
const b = 1;
// More.
check("b is " +
  "one", b, { equals: 1 }, { why: "it is" });
//? What if? Replace \`1\` by \`2\`.
//! It fails.
`;
const english = labTexts(SOURCE, parseHeader(SOURCE, "labs/04.ts"));

Deno.test("labTexts() names every text of a lab by its section and gives its line", () => {
  assertEquals(english.map(({ key, text, line }) => [key, text, line]), [
    ["goals", "- read\n- write", 1],
    ["intro", "Why is\nit so?", 11],
    ["caption: intro", "See **this**.", 14],
    ["four-loops", "# Four loops\n\nText.", 17],
    ["four-loops-2", "More.", 21],
    ["check: b-is-one", "b is one", 22],
    ["why: it-is", "it is", 23],
    ["exercise: four-loops", "What if? Replace `1` by `2`.", 24],
    ["answer: four-loops", "It fails.", 24],
  ]);
  assertEquals(english[3]?.heading, "Four loops");
  assertEquals(labTexts(SOURCE + "// More.\n", parseHeader(SOURCE, "labs/04.ts")).length, 9);
});

Deno.test("shortHash() is the same wherever lines break, and another for another text", () => {
  assertEquals(shortHash("Why is\nit so?"), shortHash("Why is it so?"));
  assertNotEquals(shortHash("Why is it so?"), shortHash("Why is it so."));
  assertEquals(shortHash("x").length, 6);
});

const KOREAN = `# 실습

<!-- intro · ${shortHash("Why is it so?")} -->
왜 그럴까요?

두 번째 문단.

<!-- en
# a comment
## of two lines
-->
## four-loops · 네 겹 · 반복 <!-- ${shortHash("# Four loops\n\nText.")} -->
<!-- the English changed -->
본문.

<!-- words -->
- epoch · 에포크
- it is · 그렇습니다
`;

Deno.test("parseKorean() reads title, texts, headings and words, and leaves comments out", () => {
  const { title, texts, words } = parseKorean(KOREAN);
  assertEquals(title, "실습");
  assertEquals(texts.map(({ key, heading, text, line }) => [key, heading, text, line]), [
    ["intro", undefined, "왜 그럴까요?\n\n두 번째 문단.", 3],
    ["four-loops", "네 겹 · 반복", "본문.", 12],
  ]);
  assertEquals([...words], [["epoch", "에포크"], ["it is", "그렇습니다"]]);
  assertEquals(parseKorean(""), { texts: [], words: new Map() });
});

Deno.test("koreanFinder() finds a text by its hash only", () => {
  const find = koreanFinder(parseKorean(KOREAN));
  assertEquals(find("Why is it so?")?.text.split("\n")[0], "왜 그럴까요?");
  assertEquals(find("Why is it not so?"), undefined);
  assertEquals(koreanFinder(undefined)("Why is it so?"), undefined);
});

Deno.test("koreanGaps() tells missing, stale and unused texts apart", () => {
  const stale = KOREAN.replace(shortHash("Why is it so?"), "000000") +
    "\n<!-- gone · 111111 -->\n없음\n";
  const gaps = koreanGaps(english, parseKorean(stale));
  assertEquals(gaps.stale.map(({ key, korean }) => [key, korean.line]), [["intro", 3]]);
  assertEquals(gaps.unused.map(({ key }) => key), ["gone"]);
  assertEquals(gaps.missing.map(({ key }) => key), [
    ...["goals", "caption: intro", "four-loops-2", "check: b-is-one"],
    ...["exercise: four-loops", "answer: four-loops"],
  ]);
  const headless = KOREAN.replace("본문.", "");
  assertEquals(
    koreanGaps(english, parseKorean(headless)).missing.map(({ key }) => key).includes("four-loops"),
    true,
  );
});

Deno.test("koreanState() says what to write, and only counts a lab that has no Korean", () => {
  assertEquals(koreanState("04", SOURCE, undefined), { problems: [], untranslated: 9 });
  const { problems } = koreanState(
    "04",
    SOURCE,
    KOREAN.replace(shortHash("Why is it so?"), "000000"),
  );
  assertEquals(problems.length, 7);
  assertEquals(
    problems[0],
    'labs/ko/04.md: expected the Korean of "goals" (labs/04.ts:1), found none; write it ' +
      "(deno task ko 4 adds its place).",
  );
  assertEquals(
    problems.at(-1),
    'labs/ko/04.md:3: expected the Korean of "intro" as it is now (labs/04.ts:11), found that of an ' +
      "earlier wording; correct it, then deno task ko 4 --current.",
  );
});

Deno.test("koreanText() adds places with the English above them, and keeps what is written", () => {
  const stale = parseKorean(KOREAN.replace(shortHash("Why is it so?"), "000000"));
  const added = koreanText("실습", english, stale, false);
  assertStringIncludes(
    added,
    `<!-- goals · ${shortHash("- read\n- write")} -->\n<!-- en\n- read\n`,
  );
  assertStringIncludes(
    added,
    "<!-- intro · 000000 -->\n<!-- en\nWhy is\nit so?\n-->\n왜 그럴까요?",
  );
  assertStringIncludes(added, `반복 <!-- ${shortHash("# Four loops\n\nText.")} -->\n본문.`);
  assertStringIncludes(added, "<!-- words -->\n- epoch · 에포크");
  assertEquals(
    koreanGaps(english, parseKorean(added)),
    koreanGaps(english, {
      ...stale,
      texts: parseKorean(added).texts,
    }),
  );
  assertEquals(koreanText("실습", english, parseKorean(added), false), added);
  const current = parseKorean(koreanText("실습", english, stale, true));
  assertEquals(koreanGaps(english, current).stale, []);
  assertEquals(koreanFinder(current)("Why is it so?")?.text.split("\n")[0], "왜 그럴까요?");
});

Deno.test("koreanSentence() knows the program's own sentences with their numbers, and no others", () => {
  assertEquals(
    koreanSentence("this run trained 6 epochs on 800 images"),
    "이번 실행은 이미지 800개로 6 에포크 동안 훈련했습니다",
  );
  assertEquals(koreanSentence("epoch"), "에포크");
  assertEquals([koreanSentence("constructor"), koreanSentence("anything else")], [
    undefined,
    undefined,
  ]);
});
