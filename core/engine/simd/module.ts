/** Assembles routines into a WebAssembly module that works on another module's memory. */
import { type Code, f32x4, type MultiplyAdd, Routine, unsigned } from "./assembler.ts";

const text = (s: string): Code => {
  const bytes = new TextEncoder().encode(s);
  return [...unsigned(bytes.length), ...bytes];
};
const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const section = (id: number, items: readonly Code[]): Code => {
  const content = list(items);
  return [id, ...unsigned(content.length), ...content];
};

/** The bytes of a module that imports `env.memory` and exports the routines by name. */
export function assemble(routines: readonly Routine[]): Uint8Array<ArrayBuffer> {
  const parts = routines.map((routine) => routine.assemble());
  const memory: Code = [...text("env"), ...text("memory"), 0x02, 0x00, 0];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, parts.map(({ type }) => type)),
    ...section(2, [memory]),
    ...section(3, parts.map((_, i) => unsigned(i))),
    ...section(7, routines.map(({ name }, i) => [...text(name), 0x00, ...unsigned(i)])),
    ...section(10, parts.map(({ body }) => body)),
  ]);
}

/** A compiled routine. All arguments are counts, steps in bytes, or addresses in bytes. */
export type RunRoutine = (...numbers: number[]) => void;

/** Compiles routines, and links them to a memory. */
export function link(
  routines: readonly Routine[],
  memory: WebAssembly.Memory,
): ReadonlyMap<string, RunRoutine> {
  const module = new WebAssembly.Module(assemble(routines));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return new Map(Object.entries(exports) as [string, RunRoutine][]);
}

const runs = (value: Code) => {
  const probe = new Routine("probe");
  const result = probe.local("v128");
  probe.emit(result.set(value));
  return WebAssembly.validate(assemble([probe]));
};

/** Does this runtime have vectors of four floats (SIMD)? */
export const hasVectors = (): boolean => runs(f32x4.of(0));

/** Has this runtime one instruction for a·b + c (relaxed SIMD)? */
export function hasFused(): boolean {
  const zero = f32x4.of(0);
  return runs(f32x4.relaxedMultiplyAdd(zero, zero, zero));
}

/**
 * a·b + c on vectors, `fused` in one instruction. Whether that instruction rounds once or twice
 * depends on the processor; on one machine it is always the same.
 */
export const multiplyAdd = (fused: boolean): MultiplyAdd =>
  fused ? f32x4.relaxedMultiplyAdd : (a, b, c) => f32x4.add(f32x4.mul(a, b), c);
