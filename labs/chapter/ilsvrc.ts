/** The ImageNet challenge (ILSVRC): who won the classification task, and where it is written. */

/** A year's winner. */
export interface Winner {
  readonly year: number;
  readonly name: string;
  /** Share of the test images whose class was not among the five guesses, in %, as the source says. */
  readonly topFiveError: number;
  readonly source: string;
}

/**
 * The winners, as their papers or the challenge's own report say. The chapter prints no error rate:
 * each number was copied from its source.
 */
export const winners: readonly Winner[] = [
  {
    year: 2012,
    name: "AlexNet",
    topFiveError: 16.4,
    source: "Krizhevsky, Sutskever, Hinton 2012, Table 2: five networks, trained on the " +
      "challenge's images only; 15.3 with two more that had seen all of ImageNet",
  },
  {
    year: 2013,
    name: "ZFNet",
    topFiveError: 11.7,
    source: "Russakovsky et al. 2015, Table 5, entry Clarifai; the network is Zeiler, Fergus 2013",
  },
  {
    year: 2014,
    name: "GoogLeNet",
    topFiveError: 6.67,
    source: "Szegedy et al. 2014, Table 2: seven networks",
  },
  { year: 2015, name: "ResNet", topFiveError: 3.57, source: "He et al. 2015, abstract: ensemble" },
  {
    year: 2016,
    name: "Trimps-Soushen",
    topFiveError: 2.99,
    source: "Results of ILSVRC 2016 (Shao et al.), image-net.org",
  },
  { year: 2017, name: "SENet", topFiveError: 2.251, source: "Hu, Shen, Sun 2017, abstract" },
];

/** The better of two people who had practised: 5.1 % of 1,500 images (Russakovsky et al. 2015, 6.4). */
export const humanTopFiveError = 5.1;
