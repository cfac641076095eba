/** An engine that shows a test what every program gets before it runs. */
import type { Engine } from "../../core/engine/engine.ts";

/** What a program is run with, by name, row-major. */
export type Feeds = Readonly<Record<string, Float32Array>>;

/** Like `engine`, and calls `onRun` before each run with a copy of the feeds. */
export const watchedEngine = (engine: Engine, onRun: (feeds: Feeds) => void): Engine => ({
  name: engine.name,
  version: engine.version,
  threads: engine.threads,
  store: (values) => engine.store(values),
  async compile(program) {
    const executable = await engine.compile(program);
    return {
      run(feeds, store) {
        onRun(
          Object.fromEntries(Object.entries(feeds).map(([name, data]) => [name, data.slice()])),
        );
        return executable.run(feeds, store);
      },
      close: () => executable.close(),
    };
  },
});
