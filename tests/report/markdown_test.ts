import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UserError } from "../../dsl/errors.ts";
import { createMarkdown } from "../../core/report/markdown/markdown.ts";
import { closingDollar } from "../../core/report/markdown/math.ts";
import { highlight } from "../../core/report/markdown/highlight.ts";

const render = (text: string) => createMarkdown().render(text).trim();

Deno.test("createMarkdown() recognizes Korean emphasis that ends in a bracket", () => {
  assertEquals(render("**특징(feature)**을"), "<p><strong>특징(feature)</strong>을</p>");
});

Deno.test("createMarkdown() writes maths as MathML without styles of its own", () => {
  const html = render("The sum $a^2$ is");
  assertStringIncludes(html, "<math");
  assertStringIncludes(html, "<msup><mi>a</mi><mn>2</mn></msup>");
  assertEquals(html.includes("style="), false);
});

Deno.test("createMarkdown() takes $$ in a line, on a line and over lines for display maths", () => {
  for (
    const text of [
      "so $$x$$ it is",
      "$$x$$",
      "$$\nx\n$$",
      "text\n$$\nx\n$$\ntext",
      "- item\n\n  $$\n  x\n  $$",
    ]
  ) {
    assertStringIncludes(render(text), 'display="block"');
  }
});

Deno.test("createMarkdown() leaves prices, lone dollars and escaped dollars alone", () => {
  assertEquals(render("$5 and $6"), "<p>$5 and $6</p>");
  assertEquals(render("a $ b $ c"), "<p>a $ b $ c</p>");
  assertEquals(render("\\$x$"), "<p>$x$</p>");
  assertEquals(render("`$x$`"), "<p><code>$x$</code></p>");
});

Deno.test("closingDollar() skips an escaped dollar", () => {
  assertEquals(closingDollar("a\\$b$", 0), 4);
  assertEquals(closingDollar("", 0), -1);
});

Deno.test("createMarkdown() escapes HTML and makes no request", () => {
  assertEquals(
    render("<script>alert(1)</script>"),
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
  );
  assertEquals(render("[x](javascript:alert(1))").includes("href"), false);
  assertEquals(render("![a picture](https://example.org/a.png)"), "<p>a picture</p>");
});

for (
  const [address, link] of [
    ["https://example.org/a", true],
    ["HTTP://example.org", true],
    ["mailto:somebody@example.org", true],
    ["04_convolution.html#figure-1", true],
    ["../a:b.html", true],
    ["?a=b:c", true],
    ["#section-a", true],
    ["javascript:alert(1)", false],
    ["JaVaScRiPt:alert(1)", false],
    ["javascript&colon;alert(1)", false],
    ["&#106;avascript:alert(1)", false],
    ["vbscript:x", false],
    ["data:text/html,x", false],
    ["data:image/png;base64,AAAA", false],
    ["ms-msdt:/id", false],
    ["file:///etc/passwd", false],
    ["blob:x", false],
    ["//example.org/a", false],
    ["\\\\\\\\example.org\\\\a", false],
    ["/\\\\example.org", false],
    ["a:b", false],
  ] as const
) {
  Deno.test(`createMarkdown() makes ${link ? "a link" : "no link"} of ${address}`, () => {
    for (const text of [`[x](${address})`, `[x](<${address}>)`, `[x]\n\n[x]: ${address}`]) {
      assertEquals(render(text).includes("<a "), link, text);
    }
    assertEquals(render(`<${address}>`).includes("<a ") && !link, false);
  });
}

Deno.test("createMarkdown() permits TeX no links, pictures, styles and boxes larger than its text", () => {
  const commands = [
    "\\href{javascript:alert(1)}{x}",
    "\\url{https://example.org}",
    "\\includegraphics{https://example.org/a.png}",
    "\\htmlId{report}{x}",
    "\\htmlClass{picture}{x}",
    "\\htmlStyle{color:red}{x}",
    "\\htmlData{figure=x}{x}",
  ];
  for (const tex of commands) {
    const drawn = render(`$${tex}$`).replace(/<annotation.*?<\/annotation>/, "");
    for (const part of ["href=", "src=", "<img", "<a ", "id=", "style=", "data-"]) {
      assertEquals(drawn.includes(part), false, `${part} in ${drawn}`);
    }
  }
  assertEquals(/(?:width|height)="\d{3,}em"/.test(render("$\\rule{9999em}{9999em}$")), false);
});

Deno.test("createMarkdown() and highlight() show characters that turn or hide the text around them", () => {
  assertEquals(render("a\u202eb\u0000c"), "<p>a\\u202eb\\u0000c</p>");
  assertStringIncludes(highlight("const a = 1; // \u2066 }", "ts"), "\\u2066");
});

Deno.test("createMarkdown() gives headings unique ids, and keeps h1 for the page's title", () => {
  const markdown = createMarkdown();
  assertEquals(
    markdown.render("# 합성곱 layer").trim(),
    '<h2 id="section-합성곱-layer">합성곱 layer</h2>',
  );
  markdown.render("## 합성곱 layer");
  assertEquals(markdown.headings, [
    { level: 2, id: "section-합성곱-layer", text: "합성곱 layer" },
    { level: 2, id: "section-합성곱-layer-2", text: "합성곱 layer" },
  ]);
});

Deno.test("createMarkdown() names maths that it cannot parse", () => {
  const error = assertThrows(() => render("$\\frac{1}$"), UserError);
  assertEquals(
    error.message,
    'Maths "\\frac{1}": expected TeX that KaTeX can parse, found "Unexpected end of input in a ' +
      "macro argument, expected '}' at end of input: \\frac{1}\". Correct it.",
  );
});

Deno.test("highlight() colours the languages of labs and escapes the rest", () => {
  assertStringIncludes(highlight("const a = 1;", "ts"), '<span class="hljs-keyword">const</span>');
  assertEquals(highlight("<b>", "cobol"), "&lt;b&gt;");
});
