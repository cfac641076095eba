/** Ctrl-C in the middle of a lab: the report of what is there, exit code 130. */
import { assert, assertEquals } from "@std/assert";
import { convlab, mistake, root, withFolder } from "../cli/convlab.ts";
import { startLab } from "./labs.ts";

/** Reads on until `found` holds of everything that was said; false if the stream ends before. */
async function until(
  stream: ReadableStream<Uint8Array>,
  found: (said: string) => boolean,
): Promise<{ reached: boolean; rest: Promise<unknown>; said: string }> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  const drain = async () => {
    while (!(await reader.read()).done);
  };
  let said = "";
  while (!found(said)) {
    const { done, value } = await reader.read();
    if (done) return { reached: false, rest: Promise.resolve(), said };
    said += decoder.decode(value, { stream: true });
  }
  return { reached: true, rest: drain(), said };
}

const report = async (folder: string) =>
  JSON.parse(await Deno.readTextFile(`${folder}/10_fashion_mnist.json`));

Deno.test("Ctrl-C while lab 10 trains writes its report and exits with 130", () =>
  withFolder(async (folder) => {
    const child = await startLab("10_fashion_mnist", folder, ["--epochs", "50", "--fresh"]);
    const output = child.stdout.pipeTo(new WritableStream());
    const { reached, rest, said } = await until(child.stderr, (said) => said.includes("epoch  1/"));
    assert(reached, said);
    child.kill("SIGINT");
    assertEquals((await child.status).code, 130);
    await Promise.all([rest, output]);
    const { interrupted, claims } = await report(folder);
    assertEquals(interrupted, true);
    assert(
      claims.every(({ verdict, why }: { verdict: string; why?: string }) =>
        verdict !== "differs" || why !== undefined
      ),
    );
    const files = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
    assertEquals(files.sort(), ["10_fashion_mnist.html", "10_fashion_mnist.json"]);
  }));

for (
  const [what, signals, expected] of [
    ["SIGTERM", ["SIGTERM"], 143],
    ["SIGHUP", ["SIGHUP"], 129],
    ["two Ctrl-C within 20 ms", ["SIGINT", "SIGINT"], 130],
    ["Ctrl-C, and again after half a second,", ["SIGINT", 500, "SIGINT"], 130],
  ] as const
) {
  Deno.test(`${what} while lab 10 trains leaves one whole report and exits with ${expected}`, () =>
    withFolder(async (folder) => {
      if (Deno.build.os === "windows") return console.log(`Skipped, ${what}: Windows has none`);
      const child = await startLab("10_fashion_mnist", folder, ["--epochs", "50", "--fresh"]);
      const output = child.stdout.pipeTo(new WritableStream());
      const { reached, rest, said } = await until(
        child.stderr,
        (said) => said.includes("epoch  1/"),
      );
      assert(reached, said);
      for (const one of signals) {
        await new Promise((done) => setTimeout(done, typeof one === "number" ? one : 5));
        try {
          if (typeof one === "string") child.kill(one);
        } catch { /* it has ended already */ }
      }
      assertEquals((await child.status).code, expected);
      await Promise.all([rest, output]);
      const { interrupted, runs } = await report(folder);
      assertEquals(interrupted, true);
      assert(runs.cnn.loss.length >= 1);
      const html = await Deno.readTextFile(`${folder}/10_fashion_mnist.html`);
      assert(html.trimEnd().endsWith("</html>"));
      const files = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
      assertEquals(files.sort(), ["10_fashion_mnist.html", "10_fashion_mnist.json"]);
    }));
}

Deno.test("Ctrl-C to deno task labs ends the running lab, writes the index and exits with 130", () =>
  withFolder(async (folder) => {
    const child = new Deno.Command("deno", {
      args: ["run", "--allow-env", "--allow-read", "--allow-write", "--allow-run=deno"]
        .concat("tools/convlab.ts", "labs", "--epochs", "50", "--fresh", "--out", folder),
      cwd: root,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const output = child.stdout.pipeTo(new WritableStream());
    const { reached, rest, said } = await until(child.stderr, (said) => said.includes("epoch  1/"));
    assert(reached, said);
    child.kill("SIGINT");
    assertEquals((await child.status).code, 130);
    await Promise.all([rest, output]);
    const files = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
    assert(files.includes("index.html"), files.join());
    assert(!files.some((name) => name.endsWith(".tmp")), files.join());
  }));

Deno.test("a lab's mistake of the user's is one sentence and exit code 2", () =>
  withFolder(async (folder) => {
    const { code, stdout, stderr } = await convlab(
      ["lab", "10", "--data", `${folder}/nowhere`, "--full", "--out", folder],
    );
    assertEquals(
      { code, stdout: "", stderr },
      mistake(
        `Cannot use --data ${folder}/nowhere: expected a folder or a file, found nothing. Check the path.`,
      ),
    );
    assert(!stdout.includes("    at "));
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
  }));
