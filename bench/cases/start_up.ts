/** From nothing to the first result: a new Deno process opens the engine and computes one pixel. */
import { fileURLToPath } from "node:url";
import type { Case } from "../case.ts";

const program = fileURLToPath(new URL("../first_result.ts", import.meta.url));

const startUp: Case = {
  name: "start-up",
  unit: "a process",
  prepare: ({ name }) => ({
    once: async () => {
      const { success, stderr } = await new Deno.Command("deno", {
        args: ["run", "--allow-read", "--allow-env", "--allow-ffi", program, name],
        stdout: "null",
        stderr: "piped",
      }).output();
      if (!success) throw new Error(new TextDecoder().decode(stderr));
    },
  }),
};

export default startUp;
