/** An engine whose device may be lost, and another that takes its place. */
import type { Program } from "../graph/program.ts";
import type { Engine, Executable, Store } from "./engine.ts";

/** How to notice the loss of a device and what to do then. */
export interface Recovery {
  /** Does this error mean that the device is lost? */
  isLost(error: unknown): boolean;
  /** Opens the engine that takes its place. */
  replacement(): Promise<Engine>;
  /** Receives one line about what happened. */
  tell?: ((line: string) => void) | undefined;
  /** Milliseconds between two copies of the variables: a loss costs at most so much training. */
  readonly checkpointMs?: number;
}

/** The engine that computes now, shared by its stores and executables. */
interface Current {
  engine: Engine;
  readonly checkpointMs: number;
  /** After a loss, makes the other engine the one that computes. Rethrows any other error. */
  replace(lost: Engine, error: unknown): Promise<void>;
}

/**
 * An engine that computes on `first` until its device is lost, and then on the other one. Every few
 * seconds it copies the variables out of the device. After a loss it continues from the last copy and
 * repeats the run that failed.
 */
export function recovering(first: Engine, recovery: Recovery): Engine {
  let replaced: Promise<void> | undefined;
  const current: Current = {
    engine: first,
    checkpointMs: recovery.checkpointMs ?? 5000,
    replace(lost, error) {
      if (lost !== first || !recovery.isLost(error)) throw error;
      return replaced ??= recovery.replacement().then((engine) => {
        current.engine = engine;
        recovery.tell?.(
          `Continuing on the engine ${engine.name}, with weights at most ` +
            `${current.checkpointMs / 1000} seconds old: the device of ${first.name} was lost.`,
        );
      });
    },
  };
  return {
    get name() {
      return current.engine.name;
    },
    get version() {
      return current.engine.version;
    },
    get threads() {
      return current.engine.threads;
    },
    compile: (program) => Promise.resolve(new RecoveringExecutable(current, program)),
    store: (values) => new RecoveringStore(current, values),
  };
}

/** Runs an action on the current engine, and again on the other one if the first is lost meanwhile. */
async function attempt<T>(current: Current, action: (engine: Engine) => Promise<T>): Promise<T> {
  const { engine } = current;
  try {
    return await action(engine);
  } catch (error) {
    await current.replace(engine, error);
    return await action(current.engine);
  }
}

class RecoveringStore implements Store {
  readonly #current: Current;
  /** The variables at the last copy. */
  readonly #kept = new Map<string, Float32Array>();
  #on: Engine;
  #store: Store;
  #copied = performance.now();

  constructor(current: Current, values: Readonly<Record<string, Float32Array>>) {
    this.#current = current;
    for (const [name, numbers] of Object.entries(values)) this.#kept.set(name, numbers.slice());
    this.#on = current.engine;
    this.#store = current.engine.store(values);
  }

  /** The store on an engine; after a loss it is filled from the last copy. */
  on(engine: Engine): Store {
    if (engine !== this.#on) {
      this.#on = engine;
      this.#store = engine.store(Object.fromEntries(this.#kept));
    }
    return this.#store;
  }

  read(name: string): Promise<Float32Array> {
    return attempt(this.#current, (engine) => this.on(engine).read(name));
  }

  write(name: string, values: Float32Array): void {
    this.#kept.set(name, values.slice());
    this.on(this.#current.engine).write(name, values);
  }

  /** Copies the variables out of the device if the last copy is old enough. */
  async copy(): Promise<void> {
    if (performance.now() - this.#copied < this.#current.checkpointMs) return;
    await attempt(this.#current, async (engine) => {
      const store = this.on(engine);
      const names = [...this.#kept.keys()];
      // All or none: a mixture of old and new variables never was a state of the training.
      const values = await Promise.all(names.map((name) => store.read(name)));
      names.forEach((name, i) => this.#kept.set(name, values[i]!));
    });
    this.#copied = performance.now();
  }

  close(): void {
    this.#store.close();
  }
}

class RecoveringExecutable implements Executable {
  readonly #current: Current;
  readonly #program: Program;
  #on: Engine | undefined;
  #executable: Promise<Executable> | undefined;

  constructor(current: Current, program: Program) {
    this.#current = current;
    this.#program = program;
  }

  async run(
    feeds: Readonly<Record<string, Float32Array>>,
    store: Store,
  ): Promise<Record<string, Float32Array>> {
    if (!(store instanceof RecoveringStore)) throw new TypeError("This is another engine's store.");
    const results = await attempt(this.#current, async (engine) => {
      if (engine !== this.#on) {
        this.#on = engine;
        this.#executable = engine.compile(this.#program);
      }
      return (await this.#executable!).run(feeds, store.on(engine));
    });
    if (this.#program.updates.size > 0) await store.copy();
    return results;
  }

  close(): void {
    void this.#executable?.then((executable) => executable.close());
  }
}
