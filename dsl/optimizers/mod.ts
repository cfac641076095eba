/** The optimisers: one line each. */
export { sgd } from "./sgd.ts";
export { adam } from "./adam.ts";
export { rmsprop } from "./rmsprop.ts";
