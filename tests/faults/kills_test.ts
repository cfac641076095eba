/**
 * Kills a program that trains, again and again, and starts it anew: no epoch that it announced may be
 * lost, and it must end with the same weights as a program that nobody killed.
 *
 * `deno task test:faults --kills 200`
 */
import { assert, assertEquals } from "@std/assert";
import { Command, parse, wholeNumber } from "../../core/base/command_line.ts";
import { type Random, seededRandom } from "../../core/base/random.ts";
import { root, withFolder } from "../cli/convlab.ts";
import type { Line } from "./victim.ts";

const command = new Command("deno task test:faults")
  .option("--kills <n>", "how many programs are killed", wholeNumber(1), 10)
  .option("--seed <n>", "decides when", wholeNumber(0), Date.now() % 1e6);
await parse(command, Deno.args);
const { kills, seed } = command.opts();

/** The engines of the programs that are killed, as `victim.ts` names them. */
const ENGINES = ["native", "wasm", "shares"];

/** Starts the program; `line` receives what it prints. Resolves to whether it came to its end. */
function start(folder: string, engine: string, line: (line: Line) => void) {
  const child = new Deno.Command("deno", {
    args: [
      ...["run", "--no-prompt", "--quiet", `--allow-read=.,${folder},/sys/devices/system/cpu`],
      ...[`--allow-write=${folder}`, "--allow-ffi=node_modules"],
      ...["tests/faults/victim.ts", folder, engine],
    ],
    cwd: root,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const said = new Response(child.stderr).text();
  const read = async () => {
    let rest = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const each of lines) line(JSON.parse(each));
    }
  };
  const ended = async () => {
    const [{ success }] = await Promise.all([child.status, read()]);
    return { success, said: await said };
  };
  const kill = () => {
    try {
      child.kill("SIGKILL");
    } catch { /* it has just ended */ }
  };
  return { ended: ended(), kill };
}

/** What one start printed, and whether it came to its end. */
interface Outcome {
  readonly lines: readonly Line[];
  readonly success: boolean;
  readonly said: string;
}

/** When to kill: calls `kill` at most once, after a moment, a line, or a new file in the folder. */
type Moment = (folder: string, kill: () => void) => { line?: () => void; stop: () => void };

const after = (ms: number): Moment => (_, kill) => {
  const timer = setTimeout(kill, ms);
  return { stop: () => clearTimeout(timer) };
};
const atLine = (which: number, ms: number): Moment => (_, kill) => {
  let seen = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    line: () => void (++seen === which && (timer = setTimeout(kill, ms))),
    stop: () => clearTimeout(timer),
  };
};
const atFile = (which: number, ms: number): Moment => (folder, kill) => {
  const watcher = Deno.watchFs(folder);
  let seen = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  (async () => {
    for await (const { kind } of watcher) {
      if (kind !== "access" && ++seen === which) timer = setTimeout(kill, ms);
    }
  })();
  return {
    stop: () => {
      watcher.close();
      clearTimeout(timer);
    },
  };
};

async function run(folder: string, engine: string, moment?: Moment): Promise<Outcome> {
  const lines: Line[] = [];
  const program = start(folder, engine, (line) => {
    lines.push(line);
    if (line.kind === "epoch") killer?.line?.();
  });
  const killer = moment?.(folder, program.kill);
  const outcome = await program.ended;
  killer?.stop();
  return { lines, ...outcome };
}

/** The last epoch of a training that was announced; 0 if none was. */
const announced = (lines: readonly Line[], of: number): number =>
  Math.max(
    0,
    ...lines.map((line) => line.kind !== "end" && line.training === of ? line.epoch : 0),
  );

const resumed = (lines: readonly Line[], of: number): number | undefined =>
  lines.map((line) => line.kind === "resumed" && line.training === of ? line.epoch : undefined)
    .find((epoch) => epoch !== undefined);

const ending = ({ lines, said }: Outcome): readonly string[] => {
  const last = lines.at(-1);
  assert(last?.kind === "end", `the program did not end: ${said}`);
  return last.weights;
};

function draw({ below }: Random, wholeMs: number): Moment {
  const moments = [
    () => after(below(Math.ceil(wholeMs))),
    () => atLine(1 + below(30), below(5)),
    () => atFile(1 + below(40), below(5)),
  ];
  return moments[below(moments.length)]!();
}

Deno.test(`${kills} programs that are killed (--seed ${seed}) lose no announced epoch and end with the same weights`, async () => {
  const random = seededRandom(seed);
  const count = { killed: 0, different: 0 };
  const lost: string[] = [];
  const whole = new Map<string, { weights: readonly string[]; ms: number }>();
  for (const engine of ENGINES) {
    await withFolder(async (folder) => {
      const began = performance.now();
      const weights = ending(await run(folder, engine));
      whole.set(engine, { weights, ms: performance.now() - began });
      assertEquals(await Array.fromAsync(Deno.readDir(folder)), [], "it leaves checkpoints");
    });
  }
  while (count.killed < kills) {
    const engine = ENGINES[count.killed % ENGINES.length]!;
    const { weights, ms } = whole.get(engine)!;
    await withFolder(async (folder) => {
      const before: Line[] = [];
      // One in three is killed a second time.
      for (let times = random.below(3) === 0 ? 2 : 1; times > 0; times--) {
        const { success, lines, said } = await run(folder, engine, draw(random, ms));
        assertEquals(said, "");
        // The kill came after the results were out: a lab's report would be written.
        if (success || lines.at(-1)?.kind === "end") return;
        count.killed++;
        check(lines);
        before.push(...lines);
      }
      const last = await run(folder, engine);
      assertEquals(last.said, "");
      check(last.lines);
      if (ending(last).join() !== weights.join()) count.different++;

      function check(lines: readonly Line[]) {
        for (const training of [0, 1]) {
          // A start that was killed before this training began says nothing about it.
          if (announced(lines, training) === 0) continue;
          const [from, until] = [resumed(lines, training) ?? 0, announced(before, training)];
          if (from < until) lost.push(`${engine}: training ${training} at ${from}, not ${until}`);
        }
      }
    });
  }
  assertEquals(lost, []);
  assertEquals(count.different, 0);
});
