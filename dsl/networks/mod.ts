/** The networks that `pretrained` knows. */
import type { Step } from "../step.ts";
import { inceptionV3 } from "./inception_v3.ts";
import { vgg16 } from "./vgg16.ts";

/** The name of a network. */
export type NetworkName = "inception-v3" | "vgg16";

/** Creates the steps of each network, without a source and without a top. */
export const networks: Readonly<Record<NetworkName, () => Step[]>> = {
  "inception-v3": inceptionV3,
  "vgg16": vgg16,
};

/** The names of all networks. */
export const networkNames: readonly NetworkName[] = Object.keys(networks) as NetworkName[];
