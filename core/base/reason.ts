/** Why the system refused to read or write a file, in words for the end of an error's sentence. */

/** The sentences of errors that Deno has no class for, by the system's code. */
const BY_CODE: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full. Free some space",
  EDQUOT: "your share of the disk is used up. Free some space",
  EROFS: "the disk is read-only. Make it writable",
  ENAMETOOLONG: "the name is too long for the system. Choose a shorter one",
  ELOOP: "its symbolic links lead in a circle. Correct them",
  EMFILE: "too many files are open. Close some programs",
  EIO: "the disk reports an error. Choose another one",
};

/** Why the system refused to read or write a file, and what to do: for the end of an error message. */
export function reason(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file. Check the path";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder. Give a file";
  if (error instanceof Deno.errors.NotADirectory) {
    return "a part of the path is a file instead of a folder. Check the path";
  }
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno has no permission for it. Start it with the permissions in the lab's header";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "the system denied access. Check the file's permissions";
  }
  const known = BY_CODE[codeOf(error)];
  if (known) return known;
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}

/** The system's name of an error, such as ENOSPC; "" if it has none. */
const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
