/** Syntax highlighting. */
import highlighter from "npm:highlight.js@11.12.0/lib/core";
import bash from "npm:highlight.js@11.12.0/lib/languages/bash";
import json from "npm:highlight.js@11.12.0/lib/languages/json";
import python from "npm:highlight.js@11.12.0/lib/languages/python";
import typescript from "npm:highlight.js@11.12.0/lib/languages/typescript";
import { escapeHtml, withoutControls } from "../html.ts";

const languages: ReadonlyMap<string, typeof typescript> = new Map([
  ["typescript", typescript],
  ["ts", typescript],
  ["json", json],
  ["python", python],
  ["bash", bash],
  ["sh", bash],
]);

/** The code as HTML, with classes for colours if the language is known; else only escaped. */
export function highlight(code: string, language: string): string {
  const grammar = languages.get(language);
  if (!grammar) return escapeHtml(code);
  if (!highlighter.getLanguage(language)) highlighter.registerLanguage(language, grammar);
  return highlighter.highlight(withoutControls(code), { language }).value;
}
