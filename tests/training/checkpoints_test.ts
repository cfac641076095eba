import { assert, assertEquals } from "@std/assert";
import { UserError } from "../../dsl/errors.ts";
import { Checkpoints } from "../../core/training/checkpoints.ts";
import { sweepCheckpoints } from "../../core/training/checkpoint_sweep.ts";
import { EpochKeeper } from "../../core/training/epoch_keeper.ts";
import { openEngine } from "../../core/engine/open.ts";
import {
  decodeState,
  encodeState,
  LAYOUT,
  type TrainingState,
} from "../../core/training/training_state.ts";
import { withFolder } from "../cli/convlab.ts";
import { start } from "./resumable.ts";

const state = (loss: number[], ended = false): TrainingState => ({
  history: { loss, accuracy: loss, val_loss: [], val_accuracy: [], seconds: loss },
  variables: new Map([["dense1/kernel", Float32Array.of(1, -0, NaN, 1e-45)]]),
  ended,
});
const KEY = "0".repeat(64);
const names = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();

Deno.test("decodeState() gives what encodeState() was given, to the bit", () => {
  const given = {
    ...state([0.1, 1 / 3, NaN, Infinity, 5e-324]),
    best: new Map([["dense1/kernel", Float32Array.of(3)], ["dense1/bias", new Float32Array()]]),
  };
  assertEquals(decodeState(encodeState(given), "x"), given);
  assertEquals(decodeState(encodeState(state([], true)), "x"), state([], true));
});

Deno.test("decodeState() refuses a file that encodeState() did not write", () => {
  const bytes = encodeState(state([0.5]));
  for (let at = 0; at < bytes.length; at++) {
    const damaged = bytes.with(at, bytes[at]! ^ 4);
    try {
      assertEquals(decodeState(damaged, "x"), undefined, `byte ${at}`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
});

Deno.test("Checkpoints opens a training of the same key again as the next training", () =>
  withFolder(async (folder) => {
    const first = new Checkpoints(folder, { label: "a" });
    for (const loss of [[1], [2]]) await (await first.open(KEY)).keep(state(loss));
    first.close();
    const second = new Checkpoints(folder, { label: "a" });
    const found = [await second.open(KEY), await second.open(KEY), await second.open(KEY)];
    assertEquals(found.map(({ state }) => state?.history.loss), [[1], [2], undefined]);
    await second.clear();
    assertEquals(await names(folder), []);
  }));

Deno.test("Checkpoints says once that it cannot write, and training goes on", () =>
  withFolder(async (folder) => {
    const file = `${folder}/file`;
    await Deno.writeTextFile(file, "");
    const told: string[] = [];
    const checkpoints = new Checkpoints(`${file}/in`, {
      label: "a",
      tell: (line) => told.push(line),
    });
    for (const key of [KEY, KEY]) {
      const checkpoint = await checkpoints.open(key);
      if (checkpoint.writable) await checkpoint.keep(state([1]));
      assertEquals(checkpoint.writable, false);
    }
    assertEquals(told, [
      `Cannot keep checkpoints in ${file}/in: a part of the path is a file instead of a folder. ` +
      "Check the path. If the program is killed, its trainings start anew.",
    ]);
    const engine = await openEngine("loops");
    const plain = await start({ engine });
    assertEquals((await start({ engine, folder: `${file}/in` })).bytes, plain.bytes);
  }));

Deno.test("sweepCheckpoints() removes old checkpoints, those of other layouts, and nothing else", () =>
  withFolder(async (folder) => {
    const name = (time: number, layout = LAYOUT, extra = "") =>
      `10_x.${KEY}.${time}.0.v${layout}.safetensors${extra}`;
    const tmp = `.${crypto.randomUUID()}.tmp`;
    const day = 24 * 3_600_000;
    const ages: Readonly<Record<string, number>> = {
      [name(1)]: 13 * day,
      [name(1, LAYOUT, ".lock")]: 13 * day,
      [name(2)]: 15 * day,
      [name(2, LAYOUT, ".lock")]: 15 * day,
      [name(3, LAYOUT + 1)]: 1000,
      [name(4, LAYOUT, tmp)]: day,
      [name(5, LAYOUT, tmp)]: 1000,
      "notes.txt": 99 * day,
    };
    const now = Date.now();
    for (const [name, age] of Object.entries(ages)) {
      await Deno.writeTextFile(`${folder}/${name}`, "");
      await Deno.utime(`${folder}/${name}`, new Date(now - age), new Date(now - age));
    }
    await sweepCheckpoints(folder, now);
    const left = [name(1), name(1, LAYOUT, ".lock"), name(5, LAYOUT, tmp), "notes.txt"];
    assertEquals(await names(folder), left.sort());
    await sweepCheckpoints(`${folder}/nowhere`);
  }));

/** A keeper over a real folder, with a clock by hand: each write takes `writeMs`. */
async function keeping(folder: string, writeMs: number, epochMs: number, epochs: number) {
  const checkpoints = new Checkpoints(folder, { label: "a" });
  const checkpoint = await checkpoints.open(KEY);
  let [time, writes, kept] = [0, 0, 0];
  const announced: number[] = [];
  const late: number[] = [];
  const keeper = new EpochKeeper({
    checkpoint,
    now: () => time,
    trainedBefore: 0,
    announce({ epoch }) {
      announced.push(epoch);
      if (epoch > kept) late.push(epoch);
    },
  });
  for (let epoch = 1; epoch <= epochs; epoch++) {
    time += epochMs;
    const seconds = epochMs / 1000;
    const event = {
      type: "epoch",
      epoch,
      epochs,
      steps: 1,
      seconds,
      loss: 0,
      accuracy: 0,
    } as const;
    await keeper.finished(event, epoch === epochs, () => {
      [time, writes, kept] = [time + writeMs, writes + 1, epoch];
      return Promise.resolve(state(Array(epoch).fill(0), epoch === epochs));
    });
  }
  checkpoints.close();
  return { announced, late, writes };
}

Deno.test("EpochKeeper keeps every epoch that is a hundred times as long as a write", () =>
  withFolder(async (folder) => {
    assertEquals(await keeping(folder, 10, 1000, 4), {
      announced: [1, 2, 3, 4],
      late: [],
      writes: 4,
    });
  }));

Deno.test("EpochKeeper announces no epoch before it is kept, and spends at most a hundredth on keeping", () =>
  withFolder(async (folder) => {
    const { announced, late, writes } = await keeping(folder, 10, 50, 1000);
    assertEquals(announced, Array.from({ length: 1000 }, (_, i) => i + 1));
    assertEquals(late, []);
    // 50 s of training, 10 ms a write.
    assertEquals(writes, 50);
  }));

Deno.test("EpochKeeper announces at the end also what is not worth keeping", () =>
  withFolder(async (folder) => {
    const { announced, writes } = await keeping(folder, 10, 50, 10);
    assertEquals([announced.length, writes], [10, 0]);
  }));

Deno.test({
  name: "Checkpoints without the permission to write says so once",
  permissions: { read: true, write: false },
  async fn() {
    const told: string[] = [];
    const tell = (line: string) => told.push(line);
    const checkpoint = await new Checkpoints("/nowhere", { label: "a", tell }).open(KEY);
    await checkpoint.keep(state([1]));
    assertEquals(told.length, 1);
    assert(told[0]!.startsWith("Cannot keep checkpoints in /nowhere: Deno has no permission"));
  },
});
