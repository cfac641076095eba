/** What a record of a lab's run begins with. */
import type { ClaimRecord, Pictures, ReportInput } from "../report/mod.ts";
import type { LabOptions } from "./options.ts";

/** What a record of a lab's run begins with. */
export interface LabRecordInput {
  readonly lab: string;
  /** The lab's text. */
  readonly source: string;
  readonly options: LabOptions;
  readonly command: string;
  /** The claims that the lab may state. */
  readonly claims: readonly ClaimRecord[];
  /** The labs before and after this one. */
  readonly neighbours?: NonNullable<ReportInput["neighbours"]>;
  /** The Korean of the lab's texts, if there is any. */
  readonly korean?: string;
  /** Draws the pictures of figures from when they are shown; by default without keeping them. */
  readonly pictures?: Pictures;
}
