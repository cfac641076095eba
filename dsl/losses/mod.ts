/** The losses, one line per loss. */
export * from "./sparse_categorical_crossentropy.ts";
export * from "./categorical_crossentropy.ts";
export * from "./binary_crossentropy.ts";
export * from "./mean_squared_error.ts";
export type { CrossentropyOptions, FromLogits } from "./from_logits.ts";
