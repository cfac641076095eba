/** Computes for the newest of many wishes: what a hand changes while a result is on its way. */
/// <reference lib="dom" />

/**
 * Makes a function that calls `work` at most once a frame and never twice at the same time. Whatever
 * is asked for meanwhile is done once, afterwards.
 */
export function latest(work: () => Promise<void>): () => Promise<void> {
  let [busy, again] = [undefined as Promise<void> | undefined, false];
  const loop = async () => {
    do {
      again = false;
      await frame();
      await work();
    } while (again);
  };
  return () => {
    again = true;
    busy ??= loop().finally(() => busy = undefined);
    return busy;
  };
}

/** Waits for the browser to show the next frame; a page in the background shows none. */
const frame = () =>
  new Promise<void>((done) => {
    if (document.hidden) setTimeout(done);
    else requestAnimationFrame(() => done());
  });
