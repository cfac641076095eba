/** Every step may be given a name; without one it is called by its kind and a number. */
export interface Named {
  /** Letters, digits, - and _, beginning with a letter; different from all others in the pipeline. */
  readonly name?: string;
}
