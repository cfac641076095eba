/** The key under which steps, optimisers, losses and schedules keep what they do. */

/** The hidden key. It is not enumerable, so that steps compare and print as the data they are. */
export const rule: unique symbol = Symbol("rule");
