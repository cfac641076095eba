// @ts-check
/// <reference lib="dom" />
// Runs in pages with live figures. Unpacks their scripts when the reader comes near one of them.
(() => {
  "use strict";
  const figures = [...document.querySelectorAll("[data-live]")];
  if (figures.length === 0 || !("DecompressionStream" in globalThis)) return;
  let started = false;
  async function start() {
    if (started) return;
    started = true;
    near.disconnect();
    for (const packed of (document.getElementById("live")?.textContent ?? "").split(" ")) {
      const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
      const script = document.createElement("script");
      script.textContent = await new Response(stream).text();
      // The page's policy contains its hash.
      document.head.append(script);
    }
  }
  const near = new IntersectionObserver(
    (entries) => entries.some(({ isIntersecting }) => isIntersecting) && start(),
    { rootMargin: "800px" },
  );
  for (const figure of figures) near.observe(figure);
  // A link with a setting leads to its figure, wherever that stands.
  if (location.hash.includes("=")) start();
})();
