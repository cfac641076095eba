/** The option that every step has: a name. Unnamed steps are called after their kind and a number. */
export interface Named {
  /** Letters, digits, - and _, beginning with a letter; unique in the pipeline. */
  readonly name?: string;
}
