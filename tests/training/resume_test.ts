import { assert, assertEquals, assertRejects } from "@std/assert";
import { UserError } from "../../dsl/errors.ts";
import type { Engine } from "../../core/engine/engine.ts";
import { openEngine } from "../../core/engine/open.ts";
import type { TrainEvent } from "../../core/training/history.ts";
import { withFolder } from "../cli/convlab.ts";
import { examples, network, type Start, start } from "./resumable.ts";

const files = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name)
    .filter((name) => name.endsWith(".safetensors"));

/** A crash at the announcement of an epoch, or at a batch of the epoch after it. */
const crash = (epoch: number, type: TrainEvent["type"]) => (event: TrainEvent) => {
  const reached = type === "epoch" ? event.epoch === epoch : event.epoch === epoch + 1;
  if (event.type === type && reached) throw new RangeError("crash");
};

const engine = await openEngine("wasm");
/** A start that crashes when epoch 2 is announced. */
const broken = (given: Omit<Start, "engine">) =>
  assertRejects(() => start({ engine, on: crash(2, "epoch"), ...given }), RangeError, "crash");

for (const name of ["native", "wasm"]) {
  Deno.test(`fitExamples() on ${name} continues after a crash in any epoch and ends with the same weights, to the bit`, async () => {
    const engine = await openEngine(name);
    const whole = await start({ engine });
    const epochs = whole.history.loss.length;
    assert(epochs > 3 && epochs < 6, `early stopping has no work: ${epochs} epochs`);
    for (const type of ["epoch", "batch"] as const) {
      // The crash after the last epoch is one at its announcement: no batch follows.
      for (let epoch = 1; epoch <= (type === "epoch" ? epochs : epochs - 1); epoch++) {
        await withFolder(async (folder) => {
          const on = crash(epoch, type);
          await assertRejects(() => start({ engine, folder, on }), RangeError, "crash");
          const again = await start({ engine, folder });
          const ended = epoch === epochs;
          assertEquals(again.resumed, [{ epoch, epochs: 6, ended }], `crash at ${type} ${epoch}`);
          assertEquals(again.bytes, whole.bytes, `crash at ${type} ${epoch}`);
          assertEquals(again.history, whole.history);
        });
      }
    }
  });

  Deno.test(`fitExamples() on ${name} continues after an abort in any epoch and ends with the same weights, to the bit`, async () => {
    const engine = await openEngine(name);
    const whole = await start({ engine });
    for (let epoch = 1; epoch < whole.history.loss.length; epoch++) {
      await withFolder(async (folder) => {
        const stop = new AbortController();
        const on = (event: TrainEvent) => event.epoch === epoch + 1 && stop.abort();
        const { signal } = stop;
        assertEquals((await start({ engine, folder, on, signal })).history.loss.length, epoch);
        const again = await start({ engine, folder });
        assertEquals(again.resumed, [{ epoch, epochs: 6, ended: false }]);
        assertEquals(again.bytes, whole.bytes);
        assertEquals(again.history, whole.history);
      });
    }
  });
}

Deno.test("fitExamples() gives the same weights with and without checkpoints", () =>
  withFolder(async (folder) => {
    const [plain, kept] = [await start({ engine }), await start({ engine, folder })];
    assertEquals(kept.bytes, plain.bytes);
    assertEquals(kept.history, plain.history);
  }));

Deno.test("fitExamples() survives one crash after another", () =>
  withFolder(async (folder) => {
    const whole = await start({ engine });
    for (let epoch = 1; epoch <= 3; epoch++) {
      const on = crash(epoch, "epoch");
      await assertRejects(() => start({ engine, folder, on }), RangeError, "crash");
    }
    const { bytes, resumed } = await start({ engine, folder });
    assertEquals(resumed, [{ epoch: 3, epochs: 6, ended: false }]);
    assertEquals(bytes, whole.bytes);
  }));

const changes: Readonly<Record<string, () => Promise<Partial<Start>> | Partial<Start>>> = {
  "another pipeline": () => ({ steps: network(3) }),
  "another seed": () => ({ seed: 2 }),
  "another batch size": () => ({ batchSize: 12 }),
  "another number of epochs": () => ({ epochs: 5 }),
  "other inputs": () => ({ data: { ...examples, x: examples.x.map((v, i) => i === 99 ? 0 : v) } }),
  "other targets": () => ({
    data: { ...examples, y: examples.y.map((v, i) => i === 9 ? (v + 1) % 3 : v) },
  }),
  "another engine": async () => ({ engine: await openEngine("cpu") }),
  "another version of the engine": () => ({ engine: { ...lent(), version: "0" } }),
  "another number of threads": () => ({ engine: { ...lent(), threads: 7 } }),
  "another number of shares": () => ({ engine: { ...lent(), shares: 7 } }),
  "another label": () => ({ options: { label: "other" } }),
  "fresh": () => ({ options: { fresh: true } }),
};
const lent = () => ({
  ...{ name: engine.name, version: engine.version, threads: engine.threads },
  compile: engine.compile.bind(engine),
  store: engine.store.bind(engine),
});

/** An engine whose training step number `update` gives a loss that is not a number. */
function failing(update: number): Engine {
  let updates = 0;
  return {
    ...lent(),
    async compile(program) {
      const executable = await engine.compile(program);
      return {
        async run(feeds, store) {
          const results = await executable.run(feeds, store);
          const diverges = program.updates.size > 0 && ++updates === update;
          return diverges ? { ...results, loss: Float32Array.of(NaN) } : results;
        },
        close: () => executable.close(),
      };
    },
  };
}

for (const [what, change] of Object.entries(changes)) {
  Deno.test(`fitExamples() does not continue a training with ${what}`, () =>
    withFolder(async (folder) => {
      await broken({ folder });
      const changed = await change();
      const { resumed, bytes } = await start({ engine, folder, ...changed });
      assertEquals(resumed, []);
      assertEquals(bytes, (await start({ engine, ...changed })).bytes);
    }));
}

const damages: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  "one bit flipped": (bytes) => bytes.with(bytes.length - 9, bytes.at(-9)! ^ 1),
  "one digit of the history changed": (bytes) => {
    const at = bytes.indexOf("0".charCodeAt(0), 20);
    return bytes.with(at, "7".charCodeAt(0));
  },
  "its end cut off": (bytes) => bytes.subarray(0, bytes.length - 1),
  "no bytes": () => new Uint8Array(),
};
for (const [what, damage] of Object.entries(damages)) {
  Deno.test(`fitExamples() says in one line that a checkpoint with ${what} is damaged, and starts anew`, () =>
    withFolder(async (folder) => {
      await broken({ folder });
      const [name = ""] = await files(folder);
      const path = `${folder}/${name}`;
      await Deno.writeFile(path, damage(await Deno.readFile(path)));
      const told: string[] = [];
      const options = { tell: (line: string) => told.push(line) };
      const { resumed, bytes } = await start({ engine, folder, options });
      assertEquals(told, [`Ignored the damaged checkpoint ${path}: training starts anew.`]);
      assertEquals(resumed, []);
      assertEquals(bytes, (await start({ engine })).bytes);
    }));
}

Deno.test("fitExamples() reads a training back that had ended, until clear() removes it", () =>
  withFolder(async (folder) => {
    const whole = await start({ engine, folder });
    const epoch = whole.history.loss.length;
    const events: TrainEvent[] = [];
    const on = (event: TrainEvent) => events.push(event);
    const again = await start({ engine, folder, on, clear: true });
    assertEquals(again.resumed, [{ epoch, epochs: 6, ended: true }]);
    assertEquals([again.bytes, again.history], [whole.bytes, whole.history]);
    assertEquals(events, []);
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
    assertEquals((await start({ engine, folder })).resumed, []);
  }));

Deno.test("fitExamples() repeats a training of less than a second rather than keep it", () =>
  withFolder(async (folder) => {
    await start({ engine, folder, batchMs: 10 });
    assertEquals(await files(folder), []);
    await start({ engine, folder, batchMs: 100 });
    assertEquals((await files(folder)).length, 1);
  }));

Deno.test("fitExamples() announces the epochs before a divergence, even those that it has not kept yet", () =>
  withFolder(async (folder) => {
    const epochs: number[] = [];
    // 10 ms a batch: no epoch is kept before the training ends.
    const on = ({ type, epoch }: TrainEvent) => type === "epoch" && epochs.push(epoch);
    await assertRejects(() => start({ engine: failing(9), folder, on, batchMs: 10 }), UserError);
    assertEquals([epochs, await files(folder)], [[1, 2], []]);
  }));

Deno.test("two runs of the same program at the same time each keep a checkpoint of their own", () =>
  withFolder(async (folder) => {
    const whole = await start({ engine });
    const both = await Promise.all([
      start({ engine, folder, clear: true }),
      start({ engine, folder, clear: true }),
    ]);
    for (const { bytes } of both) assertEquals(bytes, whole.bytes);
    // One crashes while the other ends and removes its own.
    const [crashed, ended] = await Promise.allSettled([
      start({ engine, folder, on: crash(3, "epoch") }),
      start({ engine, folder, clear: true }),
    ]);
    assertEquals([crashed.status, ended.status], ["rejected", "fulfilled"]);
    assertEquals((await files(folder)).length, 1);
    const { resumed, bytes } = await start({ engine, folder, clear: true });
    assertEquals(resumed, [{ epoch: 3, epochs: 6, ended: false }]);
    assertEquals(bytes, whole.bytes);
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
  }));
