/** Paths of files, with slashes on every system. */
import { fileURLToPath } from "node:url";

/** The path of a `file:` address, with slashes on Windows, too. */
export const fromFileUrl = (url: URL): string => fileURLToPath(url).replaceAll("\\", "/");
