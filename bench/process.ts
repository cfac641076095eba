/** A whole Deno process as a case. */
import { fileURLToPath } from "node:url";
import type { Case } from "./case.ts";

/** Runs `bench/<file>` with the engine's name as its argument. */
export const processCase = (name: string, file: string, without: readonly string[] = []): Case => ({
  name,
  unit: "a process",
  without,
  prepare: (engine) => ({
    once: async () => {
      const program = fileURLToPath(new URL(file, import.meta.url));
      const { success, stderr } = await new Deno.Command("deno", {
        args: ["run", "--allow-read", "--allow-env", "--allow-ffi", program, engine.name],
        stdout: "null",
        stderr: "piped",
      }).output();
      if (!success) throw new Error(new TextDecoder().decode(stderr));
    },
  }),
});
