/** The peak memory of three training steps on 32 images of 150×150 with 32 channels. */
import { processCase } from "../process.ts";

export default processCase("large-images", "large_steps.ts", ["cpu", "loops"]);
