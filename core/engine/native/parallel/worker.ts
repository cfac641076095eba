/** A worker: one rank but the first, in a thread of its own. `group.ts` starts it. */
import { parentPort, workerData } from "node:worker_threads";
import { sizeOf } from "../../../graph/tensor.ts";
import type { Compiled, Port } from "../compile.ts";
import { loadRuntime } from "../runtime.ts";
import { awaitCommand, Barrier, RankFailed } from "./barrier.ts";
import { Rank, type RankStep, resultsOf } from "./rank.ts";
import { type Arrays, arraysOfPart, type Part } from "./parts.ts";
import type { RankSetup } from "./setups.ts";
import { COMMAND, WORD } from "./shared_memory.ts";

/** A step that the worker shall prepare. */
export interface Preparation {
  readonly step: number;
  /** The program of one part of the share, and how many there are. */
  readonly compiled: Omit<Compiled, "model">;
  readonly model: SharedArrayBuffer;
  readonly parts: number;
  /** Where the worker finds the inputs of its share, and where it puts the outputs of all parts. */
  readonly feeds: Readonly<Record<string, SharedArrayBuffer>>;
  readonly results: Readonly<Record<string, SharedArrayBuffer>>;
}

/** What the worker says: that it has done what it was asked, or why it ends. */
export type Answer = { readonly done: true } | { readonly failed: string };

interface Prepared {
  readonly rankStep: RankStep;
  readonly parts: readonly Part[];
}

const say = (answer: Answer) => parentPort?.postMessage(answer);

const arrived: Preparation[] = [];
let wake = () => {};
const onMessage = (message: Preparation) => {
  arrived.push(message);
  wake();
};

/** The next message, in the order in which they were sent. */
async function nextMessage(): Promise<Preparation> {
  while (arrived.length === 0) await new Promise<void>((resolve) => wake = resolve);
  return arrived.shift()!;
}

const arraysFor = (ports: readonly Port[]) =>
  Object.fromEntries(
    ports.map(({ names: [name = ""], shape }) => [name, new Float32Array(sizeOf(shape))] as const),
  );

const viewsOf = (buffers: Preparation["feeds"]): Arrays =>
  Object.fromEntries(
    Object.entries(buffers).map(([name, buffer]) => [name, new Float32Array(buffer)]),
  );

function copy(from: Arrays, to: Arrays): void {
  for (const [name, numbers] of Object.entries(from)) to[name]!.set(numbers);
}

async function work(setup: RankSetup, control: Int32Array<SharedArrayBuffer>): Promise<void> {
  const rank = new Rank(await loadRuntime(), setup);
  const barrier = new Barrier(control, setup.ranges.length);
  const steps = new Map<number, Prepared>();
  const commands: Readonly<Record<number, () => void | Promise<void>>> = {
    async [COMMAND.prepare]() {
      const { step, model, parts, ...sent } = await nextMessage();
      // ONNX Runtime refuses shared memory.
      const compiled = { ...sent.compiled, model: new Uint8Array(model).slice() };
      const [feeds, results] = [viewsOf(sent.feeds), viewsOf(sent.results)];
      const own = { feeds: arraysFor(compiled.feeds), results: arraysFor(resultsOf(compiled)) };
      steps.set(step, {
        rankStep: await rank.prepare(compiled),
        parts: Array.from({ length: parts }, (_, part) => ({
          ...own,
          begin: () => copy(arraysOfPart(compiled.feeds, feeds, part, parts), own.feeds),
          end: () => copy(own.results, arraysOfPart(resultsOf(compiled), results, part, parts)),
        })),
      });
      say({ done: true });
    },
    async [COMMAND.step]() {
      const { rankStep, parts } = steps.get(control[WORD.step]!)!;
      await rank.computeGradient(rankStep, parts, control[WORD.fresh] === 1);
      barrier.meet();
      rank.update();
      barrier.meet();
      rank.takeWeights();
    },
    [COMMAND.giveSlots]() {
      rank.giveSlots();
      barrier.meet();
    },
  };
  say({ done: true });
  for (let seen = 0;; seen = (seen + 1) | 0) {
    awaitCommand(control, seen);
    const command = commands[control[WORD.command]!];
    if (!command) return;
    await command();
  }
}

const setup = workerData as RankSetup;
const control = new Int32Array(setup.buffers.control);
parentPort?.on("message", onMessage);
try {
  await work(setup, control);
} catch (error) {
  // A rank that leaves because another has failed has nothing to add.
  if (!(error instanceof RankFailed)) say({ failed: String(error) });
  Atomics.store(control, WORD.failed, 1);
}
// The listener would keep the worker.
parentPort?.off("message", onMessage);
