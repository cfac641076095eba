/** InceptionV3 up to `mixed7`, which labs 11 and 12 compute once per image. */
import { input, pipeline, pretrained } from "../../dsl/mod.ts";
import { forwardCase } from "../forward.ts";

const frozen = pipeline(input(75, 75, 3), pretrained("inception-v3", { until: "mixed7" }));

export default forwardCase("features", frozen, 32, ["cpu", "loops"], { frozen: true });
