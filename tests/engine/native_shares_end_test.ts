/** Programs that train in shares end as others do, whatever their workers are doing. */
import { assert, assertEquals } from "@std/assert";
import { root } from "../cli/convlab.ts";

/** How the program ends: its exit code, what it must say, and what is done to it once it is ready. */
interface Ending {
  readonly code: number;
  readonly says: string;
  readonly signal?: Deno.Signal;
}

const ENDINGS: Readonly<Record<string, Ending>> = {
  "ends": { code: 0, says: "end\n" },
  "exits": { code: 3, says: "" },
  "throws": { code: 1, says: "on purpose" },
  "exits during a step": { code: 3, says: "end\n" },
  "throws during a step": { code: 1, says: "on purpose" },
  "loses its worker during a step": { code: 1, says: "a worker of the engine native failed" },
  "is interrupted": { code: 130, says: "ready\n", signal: "SIGINT" },
};

for (const [how, { code, says, signal }] of Object.entries(ENDINGS)) {
  Deno.test(`a program that trains in shares and never closes them ends when it ${how}`, async () => {
    const child = new Deno.Command("deno", {
      args: [
        ...["run", "--no-prompt", "--quiet", "--allow-read=.,/sys/devices/system/cpu"],
        ...["--allow-ffi=node_modules", "tests/engine/shared_program.ts", how],
      ],
      cwd: root,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    // A program that hangs fails this test, and does not outlive it.
    const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
    let said = "";
    const stdout = (async () => {
      for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
        said += text;
        if (signal && text.includes("ready")) setTimeout(() => child.kill(signal), 100);
      }
    })();
    const stderr = new Response(child.stderr).text();
    const status = await child.status;
    clearTimeout(timer);
    await stdout;
    said += await stderr;
    assertEquals(status.code, code, said);
    assert(said.includes(says), said);
  });
}
