/** The learning-rate schedules: one line each. */
export { cosineDecay } from "./cosine_decay.ts";
export { exponentialDecay } from "./exponential_decay.ts";
