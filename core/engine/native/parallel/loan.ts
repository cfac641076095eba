/**
 * Between steps the ranks have the newest weights and slots. A store lends them: before somebody reads
 * one of them, the store gets all of its kind back, which costs nothing as long as nobody does.
 */
import type { WeightUpdate } from "../../step.ts";
import type { NativeStore } from "../store.ts";
import { places, type SharedMemory } from "./shared_memory.ts";

/** What a group lends from a store. */
export class Loan {
  readonly #update: WeightUpdate;
  readonly #memory: SharedMemory;
  readonly #collectSlots: () => void;
  readonly #requireUsable: () => void;
  readonly #weightNames: readonly string[];
  readonly #slotNames: readonly string[];
  /** The store whose numbers the ranks have, as they were after so many changes. */
  #store: NativeStore | undefined;
  #changes = -1;

  /**
   * @param requireUsable throws if the shared memory has no whole step
   * @param collectSlots makes all ranks put their slots into the shared memory
   */
  constructor(
    update: WeightUpdate,
    memory: SharedMemory,
    { requireUsable, collectSlots }: { requireUsable: () => void; collectSlots: () => void },
  ) {
    this.#update = update;
    this.#memory = memory;
    this.#requireUsable = requireUsable;
    this.#collectSlots = collectSlots;
    const { weights, slots, slotName } = update;
    this.#weightNames = weights.map(({ name }) => name);
    this.#slotNames = weights.flatMap(({ name }) => slots.map((slot) => slotName(slot, name)));
  }

  /** Puts a store's numbers into the shared memory. Returns false if the ranks have them already. */
  take(store: NativeStore): boolean {
    if (this.#store === store && this.#changes === store.changes) return false;
    if (this.#store !== store) this.settle();
    const { weights, slots } = this.#memory;
    for (const { name, begin, end } of places(this.#update)) {
      weights.subarray(begin, end).set(store.current([name]));
      this.#update.slots.forEach((slot, i) =>
        slots[i]!.subarray(begin, end).set(store.current([this.#update.slotName(slot, name)]))
      );
    }
    this.#store = store;
    return true;
  }

  /** Tells a store that the ranks have newer numbers than it. */
  renew(store: NativeStore): void {
    store.lend(this.#weightNames, this.#giveWeights);
    store.lend(this.#slotNames, this.#giveSlots);
    this.#changes = store.changes;
  }

  /** Gives the store everything back. */
  settle(): void {
    this.#store?.recall(this.#giveWeights);
    this.#store?.recall(this.#giveSlots);
  }

  /** Waits until no step computes the store's numbers. */
  async ready(): Promise<void> {
    await this.#store?.ready();
  }

  readonly #giveWeights = () => {
    this.#requireUsable();
    return places(this.#update).map(({ name, begin, end }) =>
      [name, this.#memory.weights.subarray(begin, end)] as const
    );
  };

  readonly #giveSlots = () => {
    this.#requireUsable();
    this.#collectSlots();
    return places(this.#update).flatMap(({ name, begin, end }) =>
      this.#update.slots.map((slot, i) =>
        [this.#update.slotName(slot, name), this.#memory.slots[i]!.subarray(begin, end)] as const
      )
    );
  };
}
