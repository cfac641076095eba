/** Lab 4's convolution: a 3×3 filter on one channel of a photograph of the size in the book. */
import { filter, input, laplacian, pipeline } from "../../dsl/mod.ts";
import { forwardCase } from "../forward.ts";

export default forwardCase("convolution", pipeline(input(533, 800, 1), filter(laplacian())), 1);
