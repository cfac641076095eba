/** Where the project keeps its data. */
import { fromFileUrl } from "../base/paths.ts";

/** The address of something under `weights/data/`, where the embedded data lies. */
export const embedded = (name: string): URL =>
  new URL(`../../weights/data/${name}`, import.meta.url);

const project = fromFileUrl(new URL("../../", import.meta.url));

/** A path for a report: from the project's folder if it lies there. Where that is, is nobody's business. */
export const fromProject = (path: string): string =>
  path.startsWith(project) ? path.slice(project.length) : path;

/**
 * The folder for downloads: `$CONVLAB_CACHE` if it is set (and may be read), else
 * `.convlab/cache` in the project. Never asks for a permission.
 */
export function defaultCacheDir(): string {
  const name = "CONVLAB_CACHE";
  const allowed = Deno.permissions.querySync({ name: "env", variable: name }).state === "granted";
  const chosen = allowed ? Deno.env.get(name) : undefined;
  return chosen || fromFileUrl(new URL("../../.convlab/cache", import.meta.url));
}
