/** The still pictures of a lab: drawn in a worker while the lab computes, or kept by an earlier run. */
import { SHARE_ENV, Worker } from "node:worker_threads";
import type { Figure } from "../figure.ts";
import type { PictureCache } from "./picture_cache.ts";
import { keyed, type KeyedFigure, rendererVersion } from "./picture_key.ts";
import type { Reply, Request, WorkerData } from "./picture_worker.ts";
import { type NamedFigure, renderStatic, type StaticPicture } from "./render.ts";

/** Draws figures, in this thread or in another. */
export type DrawFigures = (
  figures: readonly NamedFigure[],
) => Promise<ReadonlyMap<string, StaticPicture>>;

/**
 * Draws the figures of a lab as soon as they are shown. Nothing is started before the first figure
 * that no earlier run has drawn. If the worker ends, this thread draws what is missing.
 */
export class Pictures {
  readonly #cache: PictureCache | undefined;
  readonly #program: URL;
  readonly #begun = new Map<string, Promise<StaticPicture | undefined>>();
  #renderer: string | undefined;
  #worker: DrawingWorker | undefined;

  /**
   * @param cache Where pictures are kept; without it, each run draws its own.
   * @param program The worker's module; another one for tests.
   */
  constructor(cache?: PictureCache, program = new URL("./picture_worker.ts", import.meta.url)) {
    this.#cache = cache;
    this.#program = program;
  }

  /** Starts the worker before the first figure where no picture is kept: it will be needed. */
  expect(): void {
    if (this.#cache?.empty ?? true) this.#started();
  }

  /** Begins to draw a figure, unless it was begun before. */
  begin(figure: Figure): void {
    const named = this.#keyed(figure);
    if (named) void this.#picture(named);
  }

  /** Waits until the pictures that were begun are drawn: what is measured then is measured alone. */
  async idle(): Promise<void> {
    await this.#awaited(Promise.all(this.#begun.values()));
  }

  /**
   * Gives the pictures of these figures, begun or not.
   *
   * @returns The pictures, by the figures' ids, in the order of the figures.
   */
  async draw(figures: readonly NamedFigure[]): Promise<ReadonlyMap<string, StaticPicture>> {
    const asked = figures.map((figure) => ({ figure, named: this.#keyed(figure) }));
    const begun = asked.map(({ named }) => named && this.#picture(named));
    const drawn = await this.#awaited(Promise.all(begun));
    const left = await renderStatic(figures.filter((_, i) => drawn[i] === undefined));
    return new Map(asked.flatMap(({ figure: { id }, named }, i) => {
      const picture = drawn[i];
      const placed = picture && named && { ...picture, svg: picture.svg.replaceAll(named.key, id) };
      const either = placed ?? left.get(id);
      return either ? [[id, either] as const] : [];
    }));
  }

  /** Ends the worker, after it has kept its pictures. A figure begun later starts another. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.finish();
  }

  #started(): DrawingWorker {
    return this.#worker ??= new DrawingWorker(this.#program, this.#cache?.folder);
  }

  #awaited<T>(pictures: Promise<T>): Promise<T> {
    return this.#worker ? this.#worker.holding(pictures) : pictures;
  }

  #keyed(figure: Figure): KeyedFigure | undefined {
    try {
      return keyed(figure, this.#renderer ??= rendererVersion());
    } catch {
      // Where our own modules are no files, this thread draws.
      return undefined;
    }
  }

  /** The picture with its key in the place of an id; undefined if the worker has ended. */
  #picture(named: KeyedFigure): Promise<StaticPicture | undefined> {
    const begun = this.#begun.get(named.key);
    if (begun) return begun;
    const kept = this.#cache?.read(named.key);
    const picture = kept === undefined
      ? this.#started().draw(named)
      : Promise.resolve({ svg: kept, milliseconds: 0 });
    this.#begun.set(named.key, picture);
    return picture;
  }
}

/** The worker. While nobody waits for its answers, it does not keep the process alive. */
class DrawingWorker {
  readonly #worker: Worker;
  readonly #waiting = new Map<string, (picture: StaticPicture | undefined) => void>();
  readonly #finished = Promise.withResolvers<void>();
  #holds = 0;
  #ended = false;

  constructor(program: URL, folder: string | undefined) {
    const workerData: WorkerData = folder === undefined ? {} : { folder };
    // A copy of the environment would need the permission to read all of it.
    this.#worker = new Worker(program, { workerData, env: SHARE_ENV });
    this.#worker.on("message", (reply: Reply) => {
      if ("finished" in reply) return this.#finished.resolve();
      this.#waiting.get(reply.key)?.(reply.picture);
      this.#waiting.delete(reply.key);
    });
    this.#worker.on("error", () => this.#end()).on("exit", () => this.#end());
    this.#worker.unref();
  }

  /** The picture; undefined if the worker ends before. */
  draw(figure: KeyedFigure): Promise<StaticPicture | undefined> {
    if (this.#ended) return Promise.resolve(undefined);
    const { promise, resolve } = Promise.withResolvers<StaticPicture | undefined>();
    this.#waiting.set(figure.key, resolve);
    this.#worker.postMessage(figure satisfies Request);
    return promise;
  }

  /** Keeps the process alive until `answers` are there. */
  async holding<T>(answers: Promise<T>): Promise<T> {
    if (this.#holds++ === 0) this.#worker.ref();
    try {
      return await answers;
    } finally {
      if (--this.#holds === 0) this.#worker.unref();
    }
  }

  /** Ends it, after it has kept its pictures. */
  async finish(): Promise<void> {
    if (!this.#ended) this.#worker.postMessage({ finish: true } satisfies Request);
    await this.holding(this.#finished.promise);
    await this.#worker.terminate();
  }

  /** Whoever waits draws the rest. */
  #end(): void {
    this.#ended = true;
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
    this.#finished.resolve();
  }
}
