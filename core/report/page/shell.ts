/** What all pages share: head, Content-Security-Policy, style sheets, scripts. */
import { createHash } from "node:crypto";
import { escapeHtml } from "../html.ts";
import type { Language } from "../interface_texts.ts";
import { pageWords } from "./bilingual.ts";

/** The parts of a page, as HTML. */
export interface Shell {
  /** The language that the page opens with; by default the reader's. */
  readonly language?: Language;
  readonly title: string;
  readonly body: string;
  /** Data for the scripts, in `<script type=…>` elements that browsers do not run. */
  readonly data?: string;
  /** Style rules of this page; the common rules win. */
  readonly style?: string;
  /** The script that runs before the page is shown: it chooses the reader's language. */
  readonly opening?: string;
  /** Inline scripts that run, in order. */
  readonly scripts?: readonly string[];
  /** Further scripts that the policy permits, without writing them into the page. */
  readonly allowed?: readonly string[];
  /** Whether scripts compute with WebAssembly, which the policy then permits them to assemble. */
  readonly computes?: boolean;
}

/** Reads a file from this module's folder. */
export function pageFile(name: string): Promise<string> {
  return Deno.readTextFile(new URL(name, import.meta.url));
}

/** The style sheets, in the order in which later rules win. */
const sheets = [
  "base",
  "head",
  "tables",
  "claims",
  "code",
  "figures",
  "pipeline",
  "live",
  "live_figures",
  "narrow",
  "print",
] as const;

/** The hash of an inline script or style sheet, as written in a policy. */
export function policyHash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/**
 * Renders the whole page. Its policy forbids everything except the scripts and the style sheet whose
 * hashes it names, and pictures inside the page: no request, no eval, no frame, no form.
 *
 * The empty style sheet is permitted because Plotly creates one and adds its rules by script.
 */
export async function shell(page: Shell): Promise<string> {
  const common = await Promise.all(sheets.map((name) => pageFile(`style/${name}.css`)));
  const style = [page.style ?? "", ...common].join("");
  const scripts = page.scripts ?? [];
  const opening = page.opening === undefined ? [] : [page.opening];
  const hashes = [...opening, ...scripts, ...(page.allowed ?? [])].map(policyHash).join(" ") ||
    "'none'";
  const policy = [
    "default-src 'none'",
    `script-src ${hashes}${page.computes ? " 'wasm-unsafe-eval'" : ""}`,
    `style-src ${policyHash(style)} ${policyHash("")}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="${page.language ?? "en"}"${page.language ? ` data-opens="${page.language}"` : ""}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(page.title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
${languageHtml(page.language)}
${opening.map((script) => `<script>${script}</script>`).join("")}${page.body}
${page.data ?? ""}
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
</body>
</html>
`;
}

/** The two buttons that choose the page's language, without any script. */
function languageHtml(opensWith: Language = "en"): string {
  const radio = (language: Language, name: string) =>
    `<label><input type="radio" name="language" id="${language}" autocomplete="off"${
      opensWith === language ? " checked" : ""
    }><span lang="${language}">${name}</span></label>`;
  return `<section aria-label="Language · 언어"><fieldset class="language"><legend class="hear">${pageWords.language}</legend>${
    radio("en", "English")
  }${radio("ko", "한국어")}</fieldset></section>`;
}
