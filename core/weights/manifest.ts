/** `weights/manifest.json`: which weights there are for each network, and where. */
import manifest from "../../weights/manifest.json" with { type: "json" };

/** What is known of a file of weights before it is read. */
interface Facts {
  readonly bytes: number;
  readonly licence: string;
  /** Who made it, and how. */
  readonly origin: string;
  /** How the network wants its pixels. */
  readonly preprocessing: string;
  /** Which of its layers is which of our steps. */
  readonly layers: string;
}

/** Weights that this repository holds. */
export interface EmbeddedWeights extends Facts {
  /** Below `weights/`. */
  readonly file: string;
  /** The last step that there are weights for. */
  readonly until: string;
  readonly sha256: string;
}

/** Weights that can be fetched. */
export interface PublishedWeights extends Facts {
  readonly address: string;
  /** How these facts are known: nobody here has fetched the file. */
  readonly known: string;
  /** What the publisher gives; the file's sha256 goes into the report. */
  readonly md5: string;
}

/** The weights of a network. */
export interface NetworkWeights {
  readonly embedded?: EmbeddedWeights;
  readonly imagenet?: PublishedWeights;
}

/** The weights that are known for a network; none for one that isn't in the manifest. */
export function weightsKnownFor(network: string): NetworkWeights {
  const networks: Readonly<Record<string, NetworkWeights>> = manifest.networks;
  return Object.hasOwn(networks, network) ? networks[network] ?? {} : {};
}

/** The address of an embedded file. */
export const embeddedWeights = ({ file }: EmbeddedWeights): URL =>
  new URL(`../../weights/${file}`, import.meta.url);
