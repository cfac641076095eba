/** A folder of checkpoints: one file per training, replaced after its epochs. */
import { UserError } from "../base/errors.ts";
import { writeFileAtomic } from "../base/files.ts";
import { tryLockedFile } from "../data/locked_file.ts";
import { fromProject } from "../data/paths.ts";
import { reason } from "../data/read.ts";
import { sweepCheckpoints } from "./checkpoint_sweep.ts";
import { decodeState, encodeState, LAYOUT, type TrainingState } from "./training_state.ts";

const ENDING = `.v${LAYOUT}.safetensors`;

/** How a program keeps its checkpoints. */
export interface CheckpointOptions {
  /** Begins the files' names; programs of different labels do not share checkpoints. */
  readonly label: string;
  /** Ignores checkpoints that were kept before. Default false. */
  readonly fresh?: boolean;
  /** Receives a line when a checkpoint is damaged or cannot be written. */
  readonly tell?: (line: string) => void;
}

/**
 * The checkpoints of one program. Each training continues from the checkpoint of its key; `clear`
 * removes those of this program once its results are safe. Several programs may share a folder, even
 * two runs of the same one: a checkpoint in use is locked, and the second run keeps its own beside it.
 * Checkpoints that are older than 14 days or of another layout are removed.
 */
export class Checkpoints {
  readonly #folder: string;
  readonly #options: CheckpointOptions;
  /** How often each key was opened. */
  readonly #times = new Map<string, number>();
  readonly #opened: Checkpoint[] = [];
  #swept: Promise<void> | undefined;
  #writable = true;

  /**
   * Opens no file yet.
   *
   * @param folder Is created with the first checkpoint.
   */
  constructor(folder: string, options: CheckpointOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /**
   * Opens the checkpoint of a training.
   *
   * @param key What `checkpointKey` gave. A key that is opened again means the next training of that
   * key, because a program may repeat a training.
   * @internal Called by what trains.
   */
  async open(key: string): Promise<Checkpoint> {
    await (this.#swept ??= sweepCheckpoints(this.#folder));
    const time = this.#times.get(key) ?? 0;
    this.#times.set(key, time + 1);
    const base = `${this.#folder}/${this.#options.label}.${key}.${time}`;
    const tell = (line: string) => this.#options.tell?.(line);
    const checkpoint = new Checkpoint(base, {
      tell,
      writable: () => this.#writable,
      onRefused: (error) => {
        this.#writable = false;
        tell(
          `Cannot keep checkpoints in ${fromProject(this.#folder)}: ${reason(error)}. ` +
            "If the program is killed, its trainings start anew.",
        );
      },
    });
    if (this.#writable) await checkpoint.read(this.#options.fresh === true);
    this.#opened.push(checkpoint);
    return checkpoint;
  }

  /** Removes the checkpoints of all trainings that this program has opened. */
  async clear(): Promise<void> {
    for (const checkpoint of this.#opened.splice(0)) await checkpoint.remove();
  }

  /** Lets other programs continue from these checkpoints, as the end of this one does by itself. */
  close(): void {
    for (const checkpoint of this.#opened.splice(0)) checkpoint.close();
  }
}

interface CheckpointPlace {
  readonly tell: (line: string) => void;
  readonly writable: () => boolean;
  readonly onRefused: (error: unknown) => void;
}

/** The checkpoint of one training; `Checkpoints` opens it. */
export class Checkpoint {
  readonly #base: string;
  readonly #place: CheckpointPlace;
  #path: string | undefined;
  #lock: Deno.FsFile | undefined;
  #state: TrainingState | undefined;

  constructor(base: string, place: CheckpointPlace) {
    this.#base = base;
    this.#place = place;
  }

  /** What the training had reached; undefined if it begins. */
  get state(): TrainingState | undefined {
    return this.#state;
  }

  /** Whether states are kept: false after a write has failed. */
  get writable(): boolean {
    return this.#place.writable();
  }

  /** Reads the first checkpoint of this training that no other process uses. */
  async read(fresh: boolean): Promise<void> {
    try {
      for (const path of await this.#existing()) {
        if (!await this.#take(path)) continue;
        if (!fresh) this.#state = await this.#decode(path);
        return;
      }
    } catch (error) {
      this.#place.onRefused(error);
    }
  }

  /** Keeps a state in the place of the one before. Afterwards a crash cannot lose it. */
  async keep(state: TrainingState): Promise<void> {
    try {
      await Deno.mkdir(this.#base.slice(0, this.#base.lastIndexOf("/")), { recursive: true });
      for (let slot = 0; !this.#path; slot++) await this.#take(`${this.#base}.${slot}${ENDING}`);
      await writeFileAtomic(this.#path, encodeState(state));
    } catch (error) {
      this.#place.onRefused(error);
    }
  }

  /** Removes the file and its lock. */
  async remove(): Promise<void> {
    if (!this.#path) return;
    await Deno.remove(this.#path).catch(() => {});
    await Deno.remove(`${this.#path}.lock`).catch(() => {});
    this.close();
  }

  /** Ends the lock; the file stays. */
  close(): void {
    this.#lock?.close();
    this.#path = this.#lock = undefined;
  }

  async #existing(): Promise<string[]> {
    const [folder, base] = [
      this.#base.slice(0, this.#base.lastIndexOf("/")),
      this.#base.slice(this.#base.lastIndexOf("/") + 1),
    ];
    const found: string[] = [];
    try {
      for await (const { name } of Deno.readDir(folder)) {
        if (name.startsWith(`${base}.`) && name.endsWith(ENDING)) found.push(`${folder}/${name}`);
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    return found.sort();
  }

  /** Takes the file at `path` for this process; false if another has it. */
  async #take(path: string): Promise<boolean> {
    const lock = await tryLockedFile(`${path}.lock`);
    if (!lock) return false;
    [this.#lock, this.#path] = [lock, path];
    return true;
  }

  async #decode(path: string): Promise<TrainingState | undefined> {
    try {
      const state = decodeState(await Deno.readFile(path), path);
      if (state) return state;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
    this.#place.tell(`Ignored the damaged checkpoint ${fromProject(path)}: training starts anew.`);
    return undefined;
  }
}
