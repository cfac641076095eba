/** The largest of several tensors, and which one it was: a tree of comparisons in pairs. */
import { ElementType, type Model, type Name } from "../model.ts";

const half = (n: number) => Math.ceil(n / 2);

/** The largest, element by element. */
export function largest(model: Model, players: readonly Name[]): Name {
  if (players.length === 1) return players[0]!;
  const middle = half(players.length);
  return model.op("Max", [
    largest(model, players.slice(0, middle)),
    largest(model, players.slice(middle)),
  ]);
}

/**
 * Hands the winner's `prize` to the player it belongs to, zeros to the others. On a tie the left
 * side wins at every pairing, so the first of equal players gets it (as in TensorFlow).
 */
export function prizes(model: Model, players: readonly Name[], prize: Name): Name[] {
  if (players.length === 1) return [prize];
  const middle = half(players.length);
  const [left, right] = [players.slice(0, middle), players.slice(middle)];
  // The forward pass has made the same maxima: the model shares them.
  const wins = model.op("GreaterOrEqual", [largest(model, left), largest(model, right)]);
  // Zeros and ones and a difference: ONNX Runtime's Where takes twice the time.
  const toLeft = model.op("Mul", [prize, model.op("Cast", [wins], { to: ElementType.float })]);
  return [
    ...prizes(model, left, toLeft),
    ...prizes(model, right, model.op("Sub", [prize, toLeft])),
  ];
}
