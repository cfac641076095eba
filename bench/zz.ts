try {
  const m = await import("imagescript");
  const b = await Deno.readFile("weights/data/stand-ins/camera.png");
  const i = await m.decode(b);
  console.log(i.width);
} catch (e) {
  console.log(e);
}
for (
  const n of [
    "jsdom",
    "katex",
    "highlight.js",
    "markdown-it",
    "commander",
    "@tensorflow/tfjs-core",
    "@tensorflow/tfjs-backend-wasm",
    "h5wasm",
  ]
) {
  try {
    await import(n);
    console.log(n, "ok");
  } catch (e) {
    console.log(n, String(e).slice(0, 300));
  }
}
