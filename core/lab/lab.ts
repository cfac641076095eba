/** Opens a lab: it runs pipelines, shows results, states claims, and ends in a report. */
import { seededRandom } from "../base/random.ts";
import type { ClaimRecord } from "../report/mod.ts";
import { computeTools } from "./compute_tools.ts";
import { liveTools } from "./live_tools.ts";
import { reportTools } from "./report_tools.ts";
import { openSession } from "./session.ts";
import type { Lab } from "./tools.ts";
import { trainingTools } from "./training_tools.ts";

/**
 * Opens a lab: reads its command line and its text, and gives it its tools.
 *
 * @param module The lab's `import.meta`: its address names the lab and its report.
 * @param claims What a book says of the lab's subject; the lab states each by its id. A lab without
 * a book passes nothing.
 *
 * @throws {UserError} If the command line has a mistake.
 *
 * @example
 * ```ts ignore
 * const { run, show, claim, check, finish } = await lab(import.meta, claims);
 * ```
 */
export async function lab<const Records extends readonly ClaimRecord[] = readonly []>(
  { url }: { readonly url: string },
  claims?: Records,
): Promise<Lab<Records[number]["id"]>> {
  const session = await openSession(url, claims ?? []);
  const { full, seed } = session.options;
  const computing = computeTools(session);
  return {
    full,
    seed,
    random: seededRandom(seed),
    pick: (quick, whole) => full ? whole : quick,
    ...reportTools(session),
    live: liveTools(session, computing),
    ...computing,
    ...trainingTools(session, computing.model),
  };
}
