/** Addresses of what the labs show, and whether they lead anywhere. */
import {
  checkAnchor,
  checkId,
  claimAnchor,
  type LabLink,
  type ReportJson,
} from "../../core/report/mod.ts";

/** A figure of a lab. */
export const figureOf = (lab: string, id: string, text: string): LabLink => ({
  lab,
  anchor: id,
  text: `${number(lab)}: ${text}`,
});

/** A claim of a lab. */
export const claimOf = (lab: string, id: string, text: string): LabLink => ({
  lab,
  anchor: claimAnchor({ id }),
  text: `${number(lab)}: ${text}`,
});

/** A check of a lab, by its words or by the id made from them. */
export const checkOf = (lab: string, what: string, text: string): LabLink => ({
  lab,
  anchor: checkAnchor({ id: checkId(what) }),
  text: `${number(lab)}: ${text}`,
});

/** A whole lab. */
export const labOf = (lab: string): LabLink => ({ lab, text: number(lab) });

const number = (lab: string) => `Lab ${Number.parseInt(lab, 10)}`;

/** What can be said of links once the labs have run. */
export interface Links {
  /** Does the link's lab have a report, and the link's figure, claim or check a place in it? */
  leads(link: LabLink): boolean;
  /** A sentence for each link into one of these reports that finds no place there. */
  broken(links: readonly LabLink[]): string[];
}

/** Links into these reports. */
export function linksInto(reports: readonly ReportJson[]): Links {
  const places = new Map(reports.map(({ lab, claims, checks, figures }) => [
    lab,
    new Set<string | undefined>([
      undefined,
      ...claims.map(claimAnchor),
      ...checks.map(checkAnchor),
      ...figures.map(({ id }) => id),
    ]),
  ]));
  const leads = ({ lab, anchor }: LabLink) => places.get(lab)?.has(anchor) ?? false;
  return {
    leads,
    broken: (links) =>
      links.filter((link) => places.has(link.lab) && !leads(link)).map(({ lab, anchor, text }) =>
        `The index's link "${text}" expects #${anchor} in ${lab}.html, found no such figure, ` +
        `claim or check; correct labs/chapter/.`
      ),
  };
}
