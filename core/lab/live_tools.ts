/** A lab's live figures: the run draws them, and in the page they answer the reader's hand. */
import type { Output } from "../report/mod.ts";
import { callLine } from "./call_site.ts";
import type { Compute, LiveContext } from "./live/context.ts";
import { liveBuilder } from "./live/builder.ts";
import { liveComparison } from "./live/comparison.ts";
import { liveField } from "./live/field.ts";
import { liveFilter } from "./live/filter.ts";
import type { Live } from "./live/live.ts";
import { liveNetwork } from "./live/network.ts";
import { livePooling } from "./live/pooling.ts";
import { liveTraining } from "./live/training.ts";
import { liveWindow } from "./live/window.ts";
import type { LabSession } from "./session.ts";

/** Makes the live figures of a session. */
export function liveTools(
  { url, record, engine }: LabSession,
  { compute }: { readonly compute: Compute },
): Live {
  const counts = new Map<string, number>();
  const showing = <Given>(
    figure: string,
    make: (context: LiveContext, given: Given) => Promise<Output>,
  ) =>
  async (given: Given) => {
    const line = callLine(url);
    const count = (counts.get(figure) ?? 0) + 1;
    counts.set(figure, count);
    const name = count === 1 ? figure : `${figure}-${count}`;
    record.show(await make({ name, compute, engine }, given), line);
  };
  return {
    filter: showing("filter", liveFilter),
    pooling: showing("pooling", livePooling),
    network: showing("network", liveNetwork),
    window: showing("window", liveWindow),
    field: showing("field", liveField),
    builder: showing("builder", liveBuilder),
    comparison: showing("comparison", liveComparison),
    training: showing("training", liveTraining),
  };
}
