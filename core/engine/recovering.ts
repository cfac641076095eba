/** An engine whose device may be lost, and another that goes on in its place. */
import type { Program } from "../graph/program.ts";
import type { Engine, Executable, Store } from "./engine.ts";

/** What to do about a loss. */
export interface Recovery {
  /** Does this error say that the device is gone? */
  isLost(error: unknown): boolean;
  /** Opens the engine that goes on. */
  instead(): Promise<Engine>;
  /** Told in one line what happened. */
  tell?: ((line: string) => void) | undefined;
  /** How long the device keeps its variables to itself: what a loss may cost. */
  readonly checkpointMs?: number;
}

/** Which engine computes, for all that was made by it. */
interface Current {
  engine: Engine;
  readonly checkpointMs: number;
  /** Answers a loss: from now on the other engine computes. Any other error is thrown again. */
  replace(lost: Engine, error: unknown): Promise<void>;
}

/**
 * Computes on `first` until its device is lost, then on the other engine. Every few seconds the
 * variables are copied out of the device; after a loss they are those of the last copy, and the run
 * that met it is done again.
 */
export function recovering(first: Engine, recovery: Recovery): Engine {
  let replaced: Promise<void> | undefined;
  const current: Current = {
    engine: first,
    checkpointMs: recovery.checkpointMs ?? 5000,
    replace(lost, error) {
      if (lost !== first || !recovery.isLost(error)) throw error;
      return replaced ??= recovery.instead().then((engine) => {
        current.engine = engine;
        recovery.tell?.(
          `The engine ${engine.name} goes on, with the weights of up to ` +
            `${current.checkpointMs / 1000} seconds ago: the device of ${first.name} was lost.`,
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

/** Does something on the engine that computes; once more on the other one if the first is lost. */
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
  /** The variables as they were at the last copy. */
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

  /** The store of the engine that computes; after a loss, filled from the last copy. */
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

  /** Copies the variables out if that is due. */
  async copy(): Promise<void> {
    if (performance.now() - this.#copied < this.#current.checkpointMs) return;
    await attempt(this.#current, async (engine) => {
      const store = this.on(engine);
      const names = [...this.#kept.keys()];
      // All or none: half of them new would be a state that never was.
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
