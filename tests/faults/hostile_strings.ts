/**
 * Texts that a page, a terminal or a reader may take for something else than letters. Whatever runs
 * in a browser sets `window.ran`; whatever is loaded comes from example.invalid.
 */
const RUN = "window.ran=1";
const FROM = "https://example.invalid/x";

/** The texts, by the place where each would do harm. */
export const hostileStrings: Readonly<Record<string, readonly string[]>> = {
  elements: [
    `<script>${RUN}</script>`,
    `<SCRIPT SRC=${FROM}></SCRIPT>`,
    `</script><script>${RUN}</script>`,
    `<!--<script>${RUN}</script>`,
    `]]><script>${RUN}</script>`,
    `<img src=x onerror=${RUN}>`,
    `<img src=${FROM}.png>`,
    `<svg onload=${RUN}>`,
    `<svg><script>${RUN}</script></svg>`,
    `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
    `<math><mtext><img src=x onerror=${RUN}></mtext></math>`,
    `<iframe src="javascript:top.${RUN}"></iframe>`,
    `<iframe srcdoc="<script>top.${RUN}</script>"></iframe>`,
    `<object data=${FROM}></object>`,
    `<embed src=${FROM}>`,
    `<link rel=stylesheet href=${FROM}.css>`,
    `<meta http-equiv=refresh content="0;url=${FROM}">`,
    `<base href=${FROM}>`,
    `<form action=${FROM}><button>go</button></form>`,
    `<input autofocus onfocus=${RUN}>`,
    `<details open ontoggle=${RUN}>x</details>`,
    `<video><source onerror=${RUN}></video>`,
    `<style>@import "${FROM}.css";</style>`,
    `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
    `<textarea></textarea><img src=x onerror=${RUN}>`,
    `<template><img src=x onerror=${RUN}></template>`,
    `<plaintext>`,
    `<a id=report name=plotly>x</a>`,
    `</pre></code></div></main></body></html><h1>x</h1>`,
  ],
  attributes: [
    `" onmouseover="${RUN}" x="`,
    `' onmouseover='${RUN}' x='`,
    `"><img src=x onerror=${RUN}>`,
    `x" style="position:fixed;inset:0" y="`,
    `" class="verdict reproduced" id="claims`,
    `</title><script>${RUN}</script>`,
    `--><img src=x onerror=${RUN}>`,
    "`onerror=" + RUN + "`",
  ],
  entities: [
    `&lt;img src=x onerror=${RUN}&gt;`,
    `&#60;script&#62;${RUN}&#60;/script&#62;`,
    `&amp;lt;b&amp;gt; &quot; &apos; &nbsp;`,
    `&#x3c;svg onload=${RUN}&#x3e;`,
    `\\u003cscript\\u003e${RUN}\\u003c/script\\u003e`,
  ],
  styles: [
    `</style><img src=x onerror=${RUN}>`,
    `red;background:url(${FROM}.png)`,
    `expression(${RUN})`,
    `fill:url(${FROM}#a);onload:${RUN}`,
  ],
  links: [
    `[x](javascript:${RUN})`,
    `[x](ms-msdt:/id%20PCWDiagnostic)`,
    `[x](//example.invalid/x)`,
    `[x](\\\\\\\\example.invalid\\\\x)`,
    `[x](data:text/html,<script>${RUN}</script>)`,
    `<javascript:${RUN}>`,
    `![x](${FROM}.png)`,
    `javascript:${RUN}//`,
  ],
  plotly: [
    `<a href="javascript:${RUN}">x</a>`,
    `<a href="${FROM}" target="_blank">x</a>`,
    `<span style="onload:${RUN}">x</span>`,
    `<span style="background:url(${FROM}.png)">x</span>`,
    `<b>bold</b><br><sub>x</sub>`,
    `%{y} %{customdata[0]} %{meta}<extra>x</extra>`,
  ],
  mermaid: [
    `"]; click s1 "javascript:${RUN}"; x["`,
    `%%{init: {"securityLevel": "loose"}}%%`,
    `click s1 call ${RUN}`,
  ],
  code: [
    "${" + RUN + "}",
    "`; " + RUN + "; `",
    `{{constructor.constructor("${RUN}")()}}`,
    `__proto__`,
    `constructor`,
  ],
  characters: [
    `line\u2028separators\u2029here`,
    `\u202egnp.exe\u2066 turned`,
    `zero\u200bwidth\ufeff\u00adand \u3164filler`,
    `NUL \u0000, bell \u0007, escape \u001b[2J\u009b31m`,
    `half a pair \ud83d and \udc36`,
    `한글 이름, "따옴표" 그리고 🐕‍🦺`,
    `Z̸̢̛͍͖̍̏a̴͉̐l̶̰̈́g̵̱̈́ö̸̗`,
    "very long ".repeat(400),
    "x".repeat(3000),
  ],
};

/** TeX that KaTeX can read, and that must not become a link, a picture or a style. */
export const hostileTex: readonly string[] = [
  `\\href{javascript:${RUN}}{x}`,
  `\\url{${FROM}}`,
  `\\includegraphics{${FROM}.png}`,
  `\\htmlStyle{background:url(${FROM}.png)}{x}`,
  `\\htmlId{report}{x}`,
  `\\rule{9999em}{9999em}`,
  `\\text{<img src=x onerror=${RUN}>}`,
];

/** All texts, in one list. */
export const allHostileStrings: readonly string[] = Object.values(hostileStrings).flat();
