/**
 * Settings of figures in a page's address, so that a reader can hand on what they found:
 * `#filter=kernel:0,1,0,1,-4,1,0,1,0;stride:2`. An address without "=" is an anchor of the page.
 */
import type { Settings } from "./host.ts";

/** What needs no escape in a value: digits, letters, and the signs of numbers and lists. */
const escaped = (text: string) => encodeURIComponent(text).replace(/%2C/g, ",");

/** Writes settings, such as `stride:2;padding:same`. */
export const writeSettings = (settings: Settings): string =>
  Object.entries(settings).map(([name, value]) => `${name}:${escaped(value)}`).join(";");

/** Reads what `writeSettings` wrote; what is no setting is left out. */
export function readSettings(text: string): Settings {
  return Object.fromEntries(
    text.split(";").flatMap((part) => {
      const at = part.indexOf(":");
      const value = unescaped(part.slice(at + 1));
      return at > 0 && value !== undefined ? [[part.slice(0, at), value]] : [];
    }),
  );
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A "%" that a reader typed.
    return undefined;
  }
}

/** The figures' settings in an address's fragment (`#…`), by the figure's id; none in an anchor. */
export function readFragment(fragment: string): ReadonlyMap<string, Settings> {
  const parts = fragment.replace(/^#/, "").split("&").map((part) => {
    const at = part.indexOf("=");
    return at > 0 ? [part.slice(0, at), readSettings(part.slice(at + 1))] as const : undefined;
  });
  return new Map(parts.filter((part) => part !== undefined));
}

/** The fragment with one figure's settings replaced; an anchor gives way to them. */
export function writeFragment(fragment: string, id: string, settings: Settings): string {
  const all = new Map(readFragment(fragment));
  if (Object.keys(settings).length > 0) all.set(id, settings);
  else if (!all.delete(id)) return fragment;
  const text = [...all].map(([name, own]) => `${name}=${writeSettings(own)}`).join("&");
  return text && `#${text}`;
}

/** The numbers of a list such as "1,-4,0.5"; undefined if one of them is none. */
export function readNumbers(text: string | undefined): number[] | undefined {
  if (text === undefined || text === "") return undefined;
  const numbers = text.split(",").map(Number);
  return numbers.every(Number.isFinite) ? numbers : undefined;
}

/** The value if it is one of those possible. */
export const oneOf = <T extends string | number>(
  possible: readonly T[],
  text: string | undefined,
): T | undefined => possible.find((value) => String(value) === text);
