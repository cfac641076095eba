/** An epoch of the chapter's network on the chapter's own number of images. */
import { epochCase } from "../epoch.ts";

export default epochCase("epoch", 45_000, 15_000);
