/** `weights/manifest.json`: the weights that are known for each network, and where they are. */
import manifest from "../../weights/manifest.json" with { type: "json" };

/** The facts about a file of weights that are known before it is read. */
interface Facts {
  readonly bytes: number;
  readonly licence: string;
  /** Who trained the weights, and how. */
  readonly origin: string;
  /** How the network's pixels are scaled. */
  readonly preprocessing: string;
  /** How the file's layers correspond to the network's steps. */
  readonly layers: string;
}

/** Weights that this repository contains. */
export interface EmbeddedWeights extends Facts {
  /** The path below `weights/`. */
  readonly file: string;
  /** The last step that has weights in the file. */
  readonly until: string;
  readonly sha256: string;
}

/** Weights that can be downloaded. */
export interface PublishedWeights extends Facts {
  readonly address: string;
  /** Where these facts come from; they are the publisher's, not measured on the file. */
  readonly known: string;
  /** The publisher's checksum, 32 hexadecimal digits; reports state the file's SHA-256. */
  readonly md5: string;
}

/** The weights of a network. */
export interface NetworkWeights {
  readonly embedded?: EmbeddedWeights;
  readonly imagenet?: PublishedWeights;
}

/** The weights that are known for a network; none for a network that the manifest does not contain. */
export function weightsKnownFor(network: string): NetworkWeights {
  const networks: Readonly<Record<string, NetworkWeights>> = manifest.networks;
  return Object.hasOwn(networks, network) ? networks[network] ?? {} : {};
}

/** The address of an embedded file. */
export const embeddedWeights = ({ file }: EmbeddedWeights): URL =>
  new URL(`../../weights/${file}`, import.meta.url);
