import { assertEquals } from "@std/assert";
import { callLine } from "../../core/lab/call_site.ts";
import { judgeable } from "../../core/lab/judgeable.ts";
import { counting, durationText, eventLine, progress } from "../../core/lab/progress.ts";
import { medianTime } from "../../core/lab/time.ts";
import type { TrainEvent } from "../../core/training/history.ts";

const batch: TrainEvent = {
  type: "batch",
  epoch: 3,
  epochs: 20,
  step: 700,
  steps: 1407,
  loss: 0.30142,
  accuracy: 0.8902,
  imagesPerSecond: 3704.2,
  secondsLeft: 3725,
};
const epoch: TrainEvent = {
  type: "epoch",
  epoch: 3,
  epochs: 20,
  steps: 1407,
  seconds: 12.34,
  loss: 0.30142,
  accuracy: 0.8902,
  val_loss: 0.3122,
  val_accuracy: 0.8867,
};

Deno.test("eventLine() shows an epoch in one line", () => {
  assertEquals(
    eventLine(epoch),
    "epoch  3/20 · loss 0.3014 · accuracy 0.8902 · val_loss 0.3122 · val_accuracy 0.8867 · 12.3 s",
  );
});

Deno.test("eventLine() shows a batch with a bar, images per second and the time left", () => {
  assertEquals(
    eventLine(batch, 100),
    "epoch  3/20 ███████████░░░░░░░░░░░░ loss 0.3014 · accuracy 0.8902 · 3704 images/s · 1:02:05 left",
  );
  assertEquals(eventLine(batch, 40), "epoch  3/20 · loss 0.3014");
});

Deno.test("durationText() writes seconds, minutes and hours", () => {
  assertEquals([durationText(9.4), durationText(65), durationText(7380)], [
    "9 s",
    "1:05",
    "2:03:00",
  ]);
});

const screen = (live: boolean) => {
  const written: string[] = [];
  return { written, live, columns: 80, write: (text: string) => void written.push(text) };
};

Deno.test("progress() writes one line per epoch where there is no terminal", () => {
  const plain = screen(false);
  const on = progress(plain);
  on(batch);
  on(epoch);
  assertEquals(plain.written, [`${eventLine(epoch)}\n`]);
});

Deno.test("progress() writes over its line on a terminal, ten times a second at most", () => {
  const live = screen(true);
  let time = 0;
  const on = progress(live, () => time);
  on(batch);
  time = 50;
  on(batch);
  time = 120;
  on(batch);
  on(epoch);
  assertEquals(live.written.length, 3);
  assertEquals(live.written[2], `\r\x1b[K${eventLine(epoch)}\n`);
});

Deno.test("counting() counts on a terminal only, and clears its line at the end", () => {
  const [live, plain] = [screen(true), screen(false)];
  for (const to of [live, plain]) {
    counting(to, "features")(32, 64);
    counting(to, "features")(64, 64);
  }
  assertEquals(live.written, ["\r\x1b[Kfeatures 32/64", "\r\x1b[K"]);
  assertEquals(plain.written, []);
});

Deno.test("callLine() finds the innermost frame of a file", () => {
  const stack = `Error
    at callLine (file:///p/core/lab/call_site.ts:10:5)
    at helper (file:///p/labs/04_x.ts:31:9)
    at file:///p/labs/04_x.ts:77:1`;
  assertEquals(callLine("file:///p/labs/04_x.ts", stack), 31);
  assertEquals(callLine("file:///p/labs/05_y.ts", stack), 0);
  assertEquals(callLine(import.meta.url) > 0, true);
});

Deno.test("judgeable() says why a stand-in proves nothing", () => {
  const provenance = { name: "david.png", source: "", sha256: "", standIn: true };
  assertEquals(judgeable({ provenance }), "a free picture stands in for the book's david.png");
  assertEquals(judgeable({ provenance: { ...provenance, standIn: false } }), true);
});

Deno.test("medianTime() runs once to warm up and then as often as asked", async () => {
  let runs = 0;
  const time = await medianTime(() => runs++, 3);
  assertEquals([runs, time >= 0], [4, true]);
});
