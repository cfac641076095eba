/** Suggestions for names that were mistyped. */

/** `, did you mean "conv"?` where one of the names is near, else nothing. */
export function hint(value: unknown, names: readonly string[]): string {
  if (typeof value !== "string") return "";
  const near = names
    .map((name) => ({ name, far: distance(value.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0];
  return near && near.far <= Math.floor(near.name.length / 3)
    ? `, did you mean "${near.name}"?`
    : "";
}

/** Levenshtein's distance: single letters added, removed or replaced. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
