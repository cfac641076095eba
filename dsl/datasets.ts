/** The data sets that `load` knows: the shape of one example and the names of the classes. */

/** A data set of labelled images. */
export interface DatasetInfo {
  /** The name that `load` takes, such as "fashion-mnist". */
  readonly name: string;
  /** The name to print, with authors and year. */
  readonly title: string;
  /** Height, width and channels of one example; its pixels are 0 to 255. */
  readonly shape: readonly [number, number, number];
  /** How many classes there are. */
  readonly classes: number;
  /** The name of each class, in the order of the class numbers. */
  readonly labels: readonly string[];
}

/** All data sets that `load` knows. */
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

/** The type of `datasets`, with its literal names and sizes, for the compiler. */
export type Datasets = typeof datasets;

/** The name of a known data set. */
export type DatasetName = Datasets[number]["name"];

/** The data set of this name; undefined if there is none. */
export function datasetNamed(name: string): DatasetInfo | undefined {
  return datasets.find((dataset) => dataset.name === name);
}
