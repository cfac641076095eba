/** Cases that measure a whole Deno process. */
import { fileURLToPath } from "node:url";
import type { Case } from "./case.ts";

/**
 * The case that runs `bench/<file>` with the engine's name and threads as its arguments. The file
 * prints its peak memory in bytes.
 */
export const processCase = (name: string, file: string, without: readonly string[] = []): Case => ({
  name,
  unit: "a process",
  without,
  prepare: ({ name: engine, threads }) => ({
    once: async () => {
      const program = fileURLToPath(new URL(file, import.meta.url));
      const { success, stdout, stderr } = await new Deno.Command("deno", {
        args: [
          ...["run", "--allow-read", "--allow-env", "--allow-ffi=node_modules", program],
          ...[engine, String(threads)],
        ],
        cwd: fileURLToPath(new URL("..", import.meta.url)),
        stdout: "piped",
        stderr: "piped",
      }).output();
      if (!success) throw new Error(new TextDecoder().decode(stderr));
      return { peak: Number(new TextDecoder().decode(stdout)) };
    },
  }),
});
