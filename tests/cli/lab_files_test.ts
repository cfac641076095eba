import { assert, assertEquals, assertThrows } from "@std/assert";
import { parseHeader } from "../../core/report/mod.ts";
import { UserError } from "../../dsl/errors.ts";
import { findLab } from "../../tools/cli/lab_files.ts";
import { root } from "../../tools/cli/paths.ts";
import { permissionsOf } from "../../tools/cli/permissions.ts";

const NAMES = ["04_convolution", "10_fashion_mnist", "11_fashion_colours", "mine"];

Deno.test("findLab() takes a number, a name or a part of it", () => {
  assertEquals(["4", "04", "volut", "mine", "10_fashion_mnist"].map((w) => findLab(w, NAMES)), [
    "04_convolution",
    "04_convolution",
    "04_convolution",
    "mine",
    "10_fashion_mnist",
  ]);
});

Deno.test("findLab() lists the labs if none fits", () => {
  const error = assertThrows(() => findLab("7", ["04_convolution", "mine"]), UserError);
  assertEquals(
    error.message,
    'Cannot find the lab "7": expected the number or a part of the name of one of ' +
      "04_convolution, mine. Give one of these.",
  );
});

Deno.test("findLab() asks for more of the name if several labs fit", () => {
  const error = assertThrows(() => findLab("fashion", NAMES), UserError);
  assertEquals(
    error.message,
    'Cannot find the lab "fashion": expected one lab, found 10_fashion_mnist and ' +
      "11_fashion_colours. Give more of the name.",
  );
});

const labWith = (flags: string) => {
  const path = "labs/04_x.ts";
  const text = `/**\n * @title T\n * @section S\n * @run deno run ${flags} ${path}\n` +
    " * @needs nothing\n * @minutes 1\n * @goals\n * - see\n */\n";
  return { name: "04_x", path, header: parseHeader(text, path) };
};

Deno.test("permissionsOf() returns those of the header", () => {
  assertEquals(permissionsOf(labWith("--allow-read=. --allow-env")), [
    "--allow-read=.",
    "--allow-env",
  ]);
});

Deno.test("permissionsOf() adds what the options need, and never limits a permission", () => {
  const lab = labWith("--allow-read --allow-write=reports");
  assertEquals(permissionsOf(lab, { data: "/d", out: "/o" }), [
    "--allow-read",
    "--allow-write=reports,/o",
  ]);
  assertEquals(permissionsOf(labWith("--allow-read=."), { data: "/d", download: true }), [
    "--allow-read=.,/d",
    "--allow-write=.convlab",
    "--allow-net=github.com,raw.githubusercontent.com," +
    "fashion-mnist.s3-website.eu-central-1.amazonaws.com,storage.googleapis.com",
  ]);
  const elsewhere = { out: "/o", weights: "/w.h5", cache: "/c", download: true };
  const [read, write] = permissionsOf(labWith("--allow-read=."), elsewhere);
  assertEquals([read, write], ["--allow-read=.,/o,/w.h5,/c", "--allow-write=/o,/c"]);
  const keeps = labWith("--allow-read=. --allow-write=reports,.convlab/cache/checkpoints");
  assertEquals(permissionsOf(keeps, { cache: "/c" }), [
    "--allow-read=.,/c",
    "--allow-write=reports,.convlab/cache/checkpoints,/c/checkpoints",
  ]);
});

Deno.test("permissionsOf() refuses a path with a comma, unless it is the project folder's own", () => {
  const lab = labWith("--allow-read=. --allow-write=reports");
  for (
    const [option, request] of [["--data", { data: "/a,b" }], ["--out", { out: "x,y" }]] as const
  ) {
    const path = Object.values(request)[0];
    assertThrows(
      () => permissionsOf(lab, request),
      UserError,
      `Cannot use ${option} ${path}: expected a path without commas, found one, which Deno's lists ` +
        "of permissions cannot contain. Rename it, or give a symbolic link to it.",
    );
  }
  assertThrows(() => permissionsOf(lab, { cache: "/c,d" }), UserError, "$CONVLAB_CACHE /c,d");
  assertThrows(
    () => permissionsOf(lab, { out: "" }),
    UserError,
    'Cannot use --out: expected a path, found "". Give one.',
  );
  assertEquals(permissionsOf(lab, { out: `${root}my reports/#%한글` }), [
    "--allow-read=.,my reports/#%한글",
    "--allow-write=reports,my reports/#%한글",
  ]);
  assertEquals(permissionsOf(lab, { data: root }), [
    "--allow-read=.,.",
    "--allow-write=reports",
  ]);
});

Deno.test("permissionsOf() lets a lab download from every address that the manifests name", async () => {
  const flags = permissionsOf(labWith("--allow-read=."), { download: true });
  const hosts = flags.find((flag) => flag.startsWith("--allow-net="))!.slice(12).split(",");
  const manifests = ["manifest.json", "data/photographs.json", "data/fashion-mnist.json"];
  for (const name of manifests) {
    const text = await Deno.readTextFile(new URL(`../../weights/${name}`, import.meta.url));
    const addresses = [...text.matchAll(/"(?:url|address)": "(https?:[^"]+)"/g)];
    assert(addresses.length > 0, name);
    for (const [, address] of addresses) {
      assert(hosts.includes(new URL(address!).host), `${name}: ${address}`);
    }
  }
});

Deno.test("permissionsOf() refuses other flags in a header", () => {
  const error = assertThrows(() => permissionsOf(labWith("--unstable-kv")), UserError);
  assertEquals(
    error.message,
    'labs/04_x.ts: expected permissions (--allow-…) in @run, found "--unstable-kv". ' +
      "Correct the header.",
  );
});
