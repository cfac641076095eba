/** The live figures, one line each: the name in `data-live`, and what makes it live. */
export { builder } from "./figures/builder.ts";
export { comparison } from "./figures/comparison.ts";
export { field } from "./figures/field.ts";
export { filter } from "./figures/filter.ts";
export { network } from "./figures/network.ts";
export { training } from "./figures/training.ts";
export { slidingWindow as window } from "./figures/window.ts";
export { pooling } from "./figures/pooling.ts";
