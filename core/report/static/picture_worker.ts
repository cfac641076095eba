/** The worker that draws pictures while the lab computes (`pictures.ts` starts it). */
import { parentPort, workerData } from "node:worker_threads";
import { PictureCache } from "./picture_cache.ts";
import { Drawer, type NamedFigure, type StaticPicture } from "./render.ts";
import type { KeyedFigure } from "./picture_key.ts";

/** What the worker is asked: to draw a figure, or to finish what it has begun. */
export type Request = KeyedFigure | { readonly finish: true };

/** What the worker answers. */
export type Reply = { readonly key: string; readonly picture: StaticPicture } | {
  readonly finished: true;
};

/** What the worker is started with: the cache's folder, if it has one. */
export interface WorkerData {
  readonly folder?: string;
}

const { folder } = workerData as WorkerData;
const cache = folder === undefined ? undefined : new PictureCache(folder);
const drawer = new Drawer();
const reply = (message: Reply) => parentPort?.postMessage(message);

async function answer(request: Request): Promise<void> {
  if ("finish" in request) {
    await cache?.sweep();
    return reply({ finished: true });
  }
  const { key, json } = request;
  const figure: NamedFigure = { ...JSON.parse(json), id: key };
  const picture = await drawer.draw(figure);
  reply({ key, picture });
  if (picture.problem === undefined) await cache?.write(key, picture.svg);
}

// One after the other: a window draws one figure at a time.
let last: Promise<void> = drawer.open().then(() => {}, () => {});
parentPort?.on("message", (request: Request) => {
  last = last.then(() => answer(request));
});
