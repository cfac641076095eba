/** Paths inside the project, with slashes on every operating system. */

/** The folder of a path. */
export const dirname = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

/** All files below `folder` that end in one of `endings`, as sorted paths from the project's folder. */
export async function filesBelow(
  root: string,
  folder: string,
  endings: readonly string[] = [".ts"],
): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${root}${folder}`)) {
    if (isDirectory) found.push(...await filesBelow(root, `${folder}${name}/`, endings));
    else if (endings.some((ending) => name.endsWith(ending))) found.push(`${folder}${name}`);
  }
  return found.sort();
}
