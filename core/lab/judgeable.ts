/** Decides whether the data at hand can prove a claim about the book's own data. */
import type { Provenance } from "../data/provenance.ts";

/**
 * Decides whether data can prove a claim about the book: a picture that stands in for one of its
 * photographs cannot.
 *
 * @returns True, or the reason why not.
 */
export const judgeable = ({ provenance }: { readonly provenance: Provenance }): true | string =>
  provenance.standIn ? `a free picture stands in for the book's ${provenance.name}` : true;
