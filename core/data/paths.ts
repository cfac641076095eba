/** The folders of the project's data. */
import { fromFileUrl } from "../base/paths.ts";

/** The address of a file of the embedded data, given by its path below `weights/data/`. */
export const embedded = (name: string): URL =>
  new URL(`../../weights/data/${name}`, import.meta.url);

const project = fromFileUrl(new URL("../../", import.meta.url));

/** A path as reports show it: relative to the project's folder, whose own path stays private. */
export const fromProject = (path: string): string =>
  path.startsWith(project) ? path.slice(project.length) : path;

/**
 * The folder for downloads: `$CONVLAB_CACHE` if that variable is set and may be read, otherwise
 * `.convlab/cache` in the project. Never prompts for a permission.
 */
export function defaultCacheDir(): string {
  const name = "CONVLAB_CACHE";
  const allowed = Deno.permissions.querySync({ name: "env", variable: name }).state === "granted";
  const chosen = allowed ? Deno.env.get(name) : undefined;
  return chosen || fromFileUrl(new URL("../../.convlab/cache", import.meta.url));
}
