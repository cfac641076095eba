/** A worker that ends without an answer. */
import process from "node:process";

process.exit(1);
