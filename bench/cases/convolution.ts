/** Lab 4's convolution: a 3×3 filter over one channel of a photograph as large as the book's. */
import { filter, input, laplacian, pipeline } from "../../dsl/mod.ts";
import { forwardCase } from "../forward.ts";

export default forwardCase("convolution", pipeline(input(533, 800, 1), filter(laplacian())), 1);
