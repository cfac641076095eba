/** The chapter's own page: its questions, key points, errata and terms, linked to the labs. */
import type { IndexInput, LabLink, Point, ReportJson } from "../../core/report/mod.ts";
import { errata } from "./errata.ts";
import { glossary } from "./glossary.ts";
import { goals } from "./goals.ts";
import { keyPoints } from "./key_points.ts";
import { linksInto } from "./links.ts";

/** What the index shows of these reports; links to labs that have not run are left out. */
export function chapterIndex(reports: readonly ReportJson[]): IndexInput {
  const { leads } = linksInto(reports);
  const points = (list: readonly Point[]) =>
    list.map(({ text, shown }) => ({ text, shown: shown.filter(leads) }));
  return {
    title: "Convolutional neural networks · 합성곱 신경망",
    lead: "What the chapter says, and where it was tried. Every page works offline and can be " +
      "handed on as it is.",
    reports,
    goals: points(goals),
    keyPoints: points(keyPoints),
    // What nothing proves is not called an error.
    errata: points(errata).filter(({ shown }) => shown.length > 0),
    glossary: glossary.map(({ shown, ...term }) =>
      shown && leads(shown) ? { ...term, shown } : term
    ),
  };
}

/** Every link of the chapter's page. */
export const chapterLinks: readonly LabLink[] = [
  ...[...goals, ...keyPoints, ...errata].flatMap(({ shown }) => shown),
  ...glossary.flatMap(({ shown }) => shown ?? []),
];

/** A sentence for each link into one of these reports that finds no figure or claim there. */
export const brokenLinks = (reports: readonly ReportJson[]): string[] =>
  linksInto(reports).broken(chapterLinks);
