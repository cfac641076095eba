/** Progress of training: a line that is overwritten on a terminal, one line per epoch elsewhere. */
import type { Resumed, TrainEvent } from "../training/history.ts";

/** Where progress is written. */
export interface Screen {
  /** Whether the last line can be overwritten: true on a terminal. */
  readonly live: boolean;
  readonly columns: number;
  write(text: string): void;
}

/** Standard error: standard output stays free for what a lab prints, which may be piped. */
export const standardScreen = (): Screen => ({
  live: Deno.stderr.isTerminal(),
  columns: columns(),
  write: (text) => {
    try {
      Deno.stderr.writeSync(new TextEncoder().encode(text));
    } catch {
      // Nobody reads any more, because the terminal or the pipe is closed: the lab goes on.
    }
  },
});

function columns(): number {
  try {
    return Deno.stderr.isTerminal() ? Deno.consoleSize().columns : 80;
  } catch {
    return 80;
  }
}

/** Writes a duration: 9 s, 1:05 (minutes) or 2:03:00 (hours). */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  if (h > 0) return `${h}:${two(m)}:${two(s)}`;
  return m > 0 ? `${m}:${two(s)}` : `${s} s`;
}

const numbers = ({ loss, accuracy }: { loss: number; accuracy: number }) =>
  `loss ${loss.toFixed(4)} · accuracy ${accuracy.toFixed(4)}`;

/** Keeps as many of the parts between the dots as fit into the columns. */
function shorten(text: string, columns: number): string {
  const parts = text.split(" · ");
  while (parts.length > 1 && parts.join(" · ").length > columns) parts.pop();
  return parts.join(" · ");
}

/** Writes an event in one line. The line of a batch drops numbers that `columns` leaves no room for. */
export function eventLine(event: TrainEvent, columns = 80): string {
  const width = String(event.epochs).length;
  const epoch = `epoch ${String(event.epoch).padStart(width)}/${event.epochs}`;
  if (event.type === "epoch") {
    const validation = event.val_loss === undefined || event.val_accuracy === undefined
      ? ""
      : ` · val_loss ${event.val_loss.toFixed(4)} · val_accuracy ${event.val_accuracy.toFixed(4)}`;
    return `${epoch} · ${numbers(event)}${validation} · ${event.seconds.toFixed(1)} s`;
  }
  const rest = `${numbers(event)} · ${Math.round(event.imagesPerSecond)} images/s · ` +
    `${durationText(event.secondsLeft)} left`;
  const room = Math.min(30, columns - epoch.length - rest.length - 6);
  if (room < 5) return shorten(`${epoch} · ${rest}`, columns - 1);
  const done = Math.round(event.step / event.steps * room);
  return `${epoch} ${"█".repeat(done)}${"░".repeat(room - done)} ${rest}`;
}

/** Writes in one line from where a training continues. */
export const resumedLine = ({ epoch, epochs, ended }: Resumed): string =>
  `resumed after epoch ${epoch}/${epochs}${ended ? ": this training had ended" : ""}`;

/** The shortest time between two writes: ten per second are as many as a reader can follow. */
const INTERVAL_MS = 100;

/** Makes a listener for training events that writes them to `screen`. */
export function progress(screen: Screen, now = () => performance.now()) {
  let last = -Infinity;
  return (event: TrainEvent): void => {
    const clear = screen.live ? "\r\x1b[K" : "";
    if (event.type === "epoch") {
      screen.write(`${clear}${eventLine(event, screen.columns)}\n`);
    } else if (screen.live && now() - last >= INTERVAL_MS) {
      last = now();
      screen.write(`${clear}${eventLine(event, screen.columns)}`);
    }
  };
}

/** Makes a listener that shows on a terminal how much of a file has arrived; elsewhere it is silent. */
export function transfer(screen: Screen, now = () => performance.now()) {
  let last = -Infinity;
  return (arrived: number, total: number): void => {
    const ended = arrived >= total;
    if (!screen.live || (!ended && now() - last < INTERVAL_MS)) return;
    last = now();
    const [mb, of] = [arrived, total].map((bytes) => (bytes / 1e6).toFixed(1));
    const rest = `${mb}/${of} MB`;
    const room = Math.max(0, Math.min(30, screen.columns - rest.length - 14));
    const done = Math.round(arrived / total * room);
    const bar = room < 5 ? "" : ` ${"█".repeat(done)}${"░".repeat(room - done)}`;
    screen.write(ended ? "\r\x1b[K" : `\r\x1b[Kdownloading${bar} ${rest}`);
  };
}

/** Makes a listener that counts on a terminal, such as "features 320/1300"; elsewhere it is silent. */
export const counting = (screen: Screen, what: string) => (done: number, count: number): void => {
  if (!screen.live) return;
  screen.write(done < count ? `\r\x1b[K${what} ${done}/${count}` : "\r\x1b[K");
};
