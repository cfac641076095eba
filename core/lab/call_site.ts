/** Finds the line of a lab that called a function. */

/**
 * Finds the innermost frame of `file` in a call stack. The report places an output under the line
 * that this gives.
 *
 * @param file The address of a module, as `import.meta.url` has it.
 *
 * @returns The line, counted from 1; 0 if the stack has no frame of `file`.
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
