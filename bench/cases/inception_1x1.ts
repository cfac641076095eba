/** A 1×1 convolution, which is a matrix product, as in InceptionV3's `mixed5` for images of 75 pixels. */
import { conv, input, pipeline } from "../../dsl/mod.ts";
import { forwardCase } from "../forward.ts";

const mixed = pipeline(input(7, 7, 288), conv(192, { kernel: 1, bias: false }));

export default forwardCase("inception-1x1", mixed, 32, ["cpu", "loops"]);
