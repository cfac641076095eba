/** Training on the terminal: one moving line where there is a terminal, a line an epoch elsewhere. */
import type { TrainEvent } from "../training/loop.ts";

/** Where progress goes. */
export interface Screen {
  /** Can the last line be written over? */
  readonly live: boolean;
  readonly columns: number;
  write(text: string): void;
}

/** Standard error, so that what a lab prints can be piped. */
export const standardScreen = (): Screen => ({
  live: Deno.stderr.isTerminal(),
  columns: Deno.stderr.isTerminal() ? Deno.consoleSize().columns : 80,
  write: (text) => {
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  },
});

/** How long, as a clock would say it: 9 s, 1:05, 2:03:00. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  if (h > 0) return `${h}:${two(m)}:${two(s)}`;
  return m > 0 ? `${m}:${two(s)}` : `${s} s`;
}

const numbers = ({ loss, accuracy }: { loss: number; accuracy: number }) =>
  `loss ${loss.toFixed(4)} · accuracy ${accuracy.toFixed(4)}`;

/** As many of the parts between the dots as fit. */
function short(text: string, columns: number): string {
  const parts = text.split(" · ");
  while (parts.length > 1 && parts.join(" · ").length > columns) parts.pop();
  return parts.join(" · ");
}

/** A line for one event, or undefined for events that are only shown live. */
export function line(event: TrainEvent, columns = 80): string {
  const width = String(event.epochs).length;
  const epoch = `epoch ${String(event.epoch).padStart(width)}/${event.epochs}`;
  if (event.type === "epoch") {
    const validation = event.val_loss === undefined || event.val_accuracy === undefined
      ? ""
      : ` · val_loss ${event.val_loss.toFixed(4)} · val_accuracy ${event.val_accuracy.toFixed(4)}`;
    return `${epoch} · ${numbers(event)}${validation} · ${event.seconds.toFixed(1)} s`;
  }
  const rest = `${numbers(event)} · ${Math.round(event.imagesPerSecond)} images/s · ` +
    `${clock(event.secondsLeft)} left`;
  const room = Math.min(30, columns - epoch.length - rest.length - 6);
  if (room < 5) return short(`${epoch} · ${rest}`, columns - 1);
  const done = Math.round(event.step / event.steps * room);
  return `${epoch} ${"█".repeat(done)}${"░".repeat(room - done)} ${rest}`;
}

/** Ten times a second is as often as anybody reads. */
const PAUSE_MS = 100;

/** A listener for training events that writes to `screen`. */
export function progress(screen: Screen, now = () => performance.now()) {
  let last = -Infinity;
  return (event: TrainEvent): void => {
    const clear = screen.live ? "\r\x1b[K" : "";
    if (event.type === "epoch") {
      screen.write(`${clear}${line(event, screen.columns)}\n`);
    } else if (screen.live && now() - last >= PAUSE_MS) {
      last = now();
      screen.write(`${clear}${line(event, screen.columns)}`);
    }
  };
}

/** Shows how many of how many are done, on a live terminal only: "features 320/1300". */
export const counting = (screen: Screen, what: string) => (done: number, count: number): void => {
  if (!screen.live) return;
  screen.write(done < count ? `\r\x1b[K${what} ${done}/${count}` : "\r\x1b[K");
};
