/** The frame of every page: head, policy, style, scripts. */
import { createHash } from "node:crypto";
import { escapeHtml } from "../html.ts";

/** A page's parts, ready as HTML. */
export interface Shell {
  readonly language: string;
  readonly title: string;
  readonly body: string;
  /** Data for the scripts: `<script type=…>` elements that no browser runs. */
  readonly data?: string;
  /** Rules of this page's own; the common ones win. */
  readonly style?: string;
  /** Inline scripts that run, in order. */
  readonly scripts?: readonly string[];
  /** Further scripts that may run: they are hashed, not written. */
  readonly allowed?: readonly string[];
  /** Attributes of the body. */
  readonly attributes?: string;
}

/** A file that lies beside this module. */
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
  "narrow",
  "print",
] as const;

/** The hash of an inline script or style, as a policy writes it. */
export function policyHash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/**
 * The whole page. Its policy forbids everything but the scripts and the style sheet whose hashes it
 * names, and pictures inside the page: no request, no eval, no frame, no form.
 *
 * The empty style sheet is allowed because Plotly makes one and adds its rules by script.
 */
export async function shell(page: Shell): Promise<string> {
  const common = await Promise.all(sheets.map((name) => pageFile(`style/${name}.css`)));
  const style = [page.style ?? "", ...common].join("");
  const scripts = page.scripts ?? [];
  const hashes = [...scripts, ...(page.allowed ?? [])].map(policyHash).join(" ") || "'none'";
  const policy = [
    "default-src 'none'",
    `script-src ${hashes}`,
    `style-src ${policyHash(style)} ${policyHash("")}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="${escapeHtml(page.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(page.title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body${page.attributes ?? ""}>
${page.body}
${page.data ?? ""}
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
</body>
</html>
`;
}
