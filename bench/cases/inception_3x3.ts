/** A 3×3 convolution as in InceptionV3's stem for images of 75 pixels. */
import { conv, input, pipeline } from "../../dsl/mod.ts";
import { forwardCase } from "../forward.ts";

const stem = pipeline(input(35, 35, 32), conv(64, { kernel: 3, padding: "same", bias: false }));

export default forwardCase("inception-3x3", stem, 32, ["cpu", "loops"]);
