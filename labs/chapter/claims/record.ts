/** A claim of the chapter, as data. */
import type { ClaimRecord } from "../../../core/report/mod.ts";

/** What the chapter says and one lab tries. */
export interface ChapterClaim extends ClaimRecord {
  /** The one lab that states it, such as "04_convolution". */
  readonly lab: string;
  /** What stands in the chapter, word by word: its own print, code or sentence. */
  readonly printed: string;
}
