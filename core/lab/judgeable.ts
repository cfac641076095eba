/** Whether a claim about the book's own data can be judged on the data at hand. */
import type { Provenance } from "../data/provenance.ts";

/** True, or the reason why not: what stands in for the book's photograph proves nothing about it. */
export const judgeable = ({ provenance }: { readonly provenance: Provenance }): true | string =>
  provenance.standIn ? `a free picture stands in for the book's ${provenance.name}` : true;
