/** The losses: one line each. */
export { sparseCategoricalCrossentropy } from "./sparse_categorical_crossentropy.ts";
export { categoricalCrossentropy } from "./categorical_crossentropy.ts";
export { binaryCrossentropy } from "./binary_crossentropy.ts";
export { meanSquaredError } from "./mean_squared_error.ts";
