/** Makes Plotly's SVG small, equal in every run, and safe beside other SVGs in one page. */

/**
 * Plotly's SVG with ids derived from the figure's (Plotly's are random), without classes, with styles
 * as presentation attributes (the page's policy refuses style attributes), and with coordinates
 * rounded to hundredths of a pixel.
 */
export function compactSvg(svg: string, id: string): string {
  const names = new Map<string, string>();
  for (const [tag] of svg.matchAll(/<[^>]*>/g)) {
    const [, name] = /\sid="([^"]*)"/.exec(tag) ?? [];
    if (name !== undefined && !names.has(name)) names.set(name, `${id}-${names.size + 1}`);
  }
  const rename = (name: string) => names.get(name) ?? name;
  // Text has no `<` and no `>` in XML: what a reader is shown stays as it is.
  const small = svg.replace(/<\?xml[^>]*\?>/, "").replace(
    /<[^>]*>/g,
    (tag) => compactTag(tag, rename),
  );
  return withoutEmptyGroups(small.replaceAll("<path/>", ""));
}

function compactTag(tag: string, rename: (name: string) => string): string {
  return tag
    .replace(/\s(?:class|data-[\w-]+|pointer-events)="[^"]*"/g, "")
    .replace(/\sstyle="([^"]*)"/g, (_, style: string) => styleAttributes(style))
    .replace(/\sid="([^"]*)"/g, (_, name: string) => ` id="${rename(name)}"`)
    .replace(
      /url\((?:&quot;|')?#([^"')&]*)(?:&quot;|')?\)/g,
      (_, name: string) => `url(#${rename(name)})`,
    )
    .replace(/href="#([^"]*)"/g, (_, name: string) => `href="#${rename(name)}"`)
    .replaceAll("xlink:href", "href")
    .replace(coordinates, (_, name: string, value: string) => ` ${name}="${hundredths(value)}"`);
}

const coordinates = /\s(d|transform|x|y|width|height|x1|x2|y1|y2|points)="([^"]*)"/g;

function hundredths(value: string): string {
  return value.replace(
    /-?\d+\.\d{3,}/g,
    (number) => String(Math.round(Number(number) * 100) / 100),
  );
}

function withoutEmptyGroups(svg: string): string {
  const fewer = svg.replace(/<g[^>]*\/>/g, "").replace(/<g[^>]*><\/g>/g, "");
  return fewer === svg ? svg : withoutEmptyGroups(fewer);
}

/**
 * A style as SVG attributes, which exist for every property that Plotly sets; defaults are omitted.
 */
function styleAttributes(style: string): string {
  const kept = new Map<string, string>();
  for (const part of style.replaceAll("&quot;", "'").split(";")) {
    const at = part.indexOf(":");
    const [name, value] = [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    if (presentation.has(name) && harmless.test(value) && defaults[name] !== value) {
      kept.set(name, value);
    }
  }
  return [...kept].map(([name, value]) => ` ${name}="${value}"`).join("");
}

/**
 * SVG's presentation attributes that Plotly sets. Any other property is omitted: those for screens
 * only, the font, which the page's style sheet sets, and whatever is no style at all, such as `onload`.
 */
const presentation: ReadonlySet<string> = new Set(
  ("baseline-shift clip-path clip-rule color dominant-baseline fill fill-opacity fill-rule font-size " +
    "font-style font-weight image-rendering letter-spacing marker mask opacity shape-rendering " +
    "stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap " +
    "stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration " +
    "text-rendering text-transform vector-effect visibility").split(" "),
);

/** Numbers, names, colours, and addresses within the picture. */
const harmless = /^(?:url\('?#[\w-]+'?\)|(?!.*url\()[\w\s#%.,()+-]*)$/;

const defaults: Readonly<Record<string, string>> = {
  "opacity": "1",
  "stroke-opacity": "1",
  "fill-opacity": "1",
  "stroke-miterlimit": "2",
  "font-weight": "normal",
  "font-style": "normal",
};
