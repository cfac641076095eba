/** The data sets that `load` knows: what one example is, and what the classes are called. */

/** One data set. */
export interface DatasetInfo {
  readonly name: string;
  readonly title: string;
  /** Height, width, channels of one example; values 0 to 255. */
  readonly shape: readonly [number, number, number];
  readonly classes: number;
  /** The name of each class, by its number. */
  readonly labels: readonly string[];
}

/** The known data sets, in order. */
export const datasets = [
  {
    name: "fashion-mnist",
    title: "Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017)",
    shape: [28, 28, 1],
    classes: 10,
    labels: [
      "T-shirt",
      "Trouser",
      "Pullover",
      "Dress",
      "Coat",
      "Sandal",
      "Shirt",
      "Sneaker",
      "Bag",
      "Boots",
    ],
  },
  {
    name: "mnist",
    title: "MNIST digits (LeCun, Cortes and Burges, 1998)",
    shape: [28, 28, 1],
    classes: 10,
    labels: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  },
] as const satisfies readonly DatasetInfo[];

/** The entries, for the compiler. */
export type Datasets = typeof datasets;

/** The name of a known data set. */
export type DatasetName = Datasets[number]["name"];

/** A data set by its name, if it is known. */
export function datasetNamed(name: string): DatasetInfo | undefined {
  return datasets.find((dataset) => dataset.name === name);
}
