/** The learning-rate schedules, one line per schedule. */
export * from "./cosine_decay.ts";
export * from "./exponential_decay.ts";
