import { assert, assertEquals } from "@std/assert";
import { decodeSafetensors, encodeSafetensors } from "../../core/weights/safetensors.ts";
import { convlab, withFolder } from "./convlab.ts";

Deno.test("eval --seed draws the weights: the same for the same seed, others for another", () =>
  withFolder(async (folder) => {
    const steps = [{ step: "input", shape: [2] }, { step: "dense", units: 3 }];
    await Deno.writeTextFile(`${folder}/p.json`, JSON.stringify({ convlab: 1, steps }));
    const x = { shape: [1, 2], data: Float32Array.of(1, 1) };
    await Deno.writeFile(`${folder}/x.safetensors`, encodeSafetensors({ x }));
    const outputOf = async (seed: string) => {
      const { code, stderr } = await convlab(
        [
          ...["eval", `${folder}/p.json`, "--input", `${folder}/x.safetensors`],
          ...["--output", `${folder}/y.safetensors`, "--engine", "loops", "--seed", seed],
        ],
        ["--allow-env", "--allow-read", "--allow-write"],
      );
      assertEquals(code, 0, stderr);
      const { tensors } = decodeSafetensors(await Deno.readFile(`${folder}/y.safetensors`), "y");
      return [...tensors["y"]!.data];
    };
    const first = await outputOf("1");
    assertEquals(await outputOf("1"), first);
    assert((await outputOf("2")).every((value, i) => value !== first[i]));
  }));
