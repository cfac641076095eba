/** The oldest Deno that ConvLab runs on. */
import { UserError } from "./errors.ts";

const OLDEST = [2, 9] as const;

/**
 * Checks the version of Deno before anything else does: an older one fails later, with sentences that
 * do not say why.
 *
 * @throws {UserError} If it is too old.
 */
export function requireDeno(version: string = Deno.version.deno): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new UserError(
    `Cannot start: expected Deno ${
      OLDEST.join(".")
    } or newer, found ${version}. Run deno upgrade, or ` +
      "start the task with npx --yes deno@2.9.6 task.",
  );
}
