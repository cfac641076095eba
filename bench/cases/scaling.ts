/** How the time grows with the batch, the size of the images, the depth of the network and the data set. */
import { activate, conv, dense, globalPool, input, normalize, pipeline } from "../../dsl/mod.ts";
import { adam, train } from "../../dsl/mod.ts";
import type { Case } from "../case.ts";
import { epochCase } from "../epoch.ts";
import { chapterCnn, pictureCnn } from "../networks.ts";
import { trainingCase } from "../training.ts";

/** A network of `depth` equal convolutions. */
const deepCnn = (depth: number) =>
  pipeline(
    input(28, 28, 1),
    normalize(),
    ...Array.from({ length: depth }, () => [
      conv(16, { kernel: 3, padding: "same" }),
      activate("relu"),
    ]).flat(),
    globalPool(),
    dense(10, "softmax"),
    train({ epochs: 1, optimizer: adam() }),
  );

const SLOW = ["cpu", "loops"];

const cases: readonly Case[] = [
  ...[8, 32, 128, 512].map((n) => trainingCase(`batch-${n}`, chapterCnn, n, SLOW)),
  ...[28, 56, 112, 224].map((n) => trainingCase(`size-${n}`, pictureCnn(n), 8, SLOW)),
  ...[2, 8, 32].map((n) => trainingCase(`depth-${n}`, deepCnn(n), 32, SLOW)),
  ...[1500, 6000, 24_000].map((n) => epochCase(`images-${n}`, n, n / 4)),
];

/** `deno task bench --case scaling` runs them; without being asked for, nobody waits for them. */
export default cases.map((one): Case => ({ ...one, group: "scaling" }));
