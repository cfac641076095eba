/** The optimisers, one line per optimiser. */
export * from "./sgd.ts";
export * from "./adam.ts";
export * from "./rmsprop.ts";
