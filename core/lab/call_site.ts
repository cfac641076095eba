/** Where in a lab a function was called from. */

/**
 * The line (from 1) of the innermost frame of `file` in the call stack, 0 if there is none. Outputs
 * find their place under the code that made them by it.
 */
export function callLine(file: string, stack = new Error().stack ?? ""): number {
  for (const frame of stack.split("\n")) {
    const at = frame.indexOf(`${file}:`);
    if (at < 0) continue;
    const line = /^(\d+):\d+/.exec(frame.slice(at + file.length + 1))?.[1];
    if (line) return Number(line);
  }
  return 0;
}
