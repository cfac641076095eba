/** What the steps for preparation compute, on numbers that can be checked by hand. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  box,
  channel,
  conv,
  expect,
  filter,
  fromJSON,
  gaussian,
  grayscale,
  image,
  inferShapes,
  input,
  laplacian,
  load,
  noise,
  normalize,
  permutePixels,
  pipeline,
  randomNormal,
  shift,
  toRgb,
  UserError,
} from "../../dsl/mod.ts";
import { forward } from "./forward.ts";
import { assertNear } from "./near.ts";

Deno.test("normalize() divides pixels by 255 by default", () => {
  assertNear(forward(pipeline(input(3), normalize()), [0, 51, 255]).data, [0, 0.2, 1]);
});

Deno.test("normalize() scales and shifts, standardises, or maps onto a range", () => {
  const on = (options: Parameters<typeof normalize>[0], x: number[]) =>
    forward(pipeline(input(1, 1, 2), normalize(options)), x).data;
  assertEquals(on({ scale: 2, offset: 1 }, [0, 10]), [1, 21]);
  assertEquals(on({ offset: -1 }, [0, 10]), [-1, 9]);
  assertEquals(on({ mean: 4, std: 2 }, [0, 10]), [-2, 3]);
  assertEquals(on({ mean: [1, 2], std: [1, 4] }, [0, 10]), [-1, 2]);
  assertNear(on({ range: [-1, 1] }, [0, 255]), [-1, 1]);
});

Deno.test("normalize() needs one number per channel", () => {
  assertEquals(
    assertThrows(() => pipeline(input(4, 4, 3), normalize({ mean: [1, 2], std: 1 }))).message,
    "Cannot run step 2 (normalize): normalize: expected one number per channel (3), found 2",
  );
});

Deno.test("normalize() refuses the options of two ways at once", () => {
  assertEquals(
    assertThrows(() =>
      fromJSON({
        convlab: 1,
        steps: [{ step: "input", shape: [1] }, { step: "normalize", mean: 1 }],
      })
    ).message,
    "steps[1]: expected scale and offset, or mean and std, or range alone",
  );
});

Deno.test("grayscale() weighs red, green and blue by ITU-R BT.601", () => {
  const steps = pipeline(input(1, 2, 3), grayscale());
  assertNear(forward(steps, [100, 0, 0, 10, 100, 1000]).data, [29.9, 2.99 + 58.7 + 114], 1e-4);
});

Deno.test("grayscale() keeps grey and lays alpha over white or the given background", () => {
  assertEquals(forward(pipeline(input(1, 2, 1), grayscale()), [7, 8]).data, [7, 8]);
  const grey = [100, 255, 100, 51, 100, 0];
  assertNear(forward(pipeline(input(1, 3, 2), grayscale()), grey).data, [100, 224, 255], 1e-4);
  const black = pipeline(input(1, 3, 2), grayscale({ background: [0, 0, 0] }));
  assertNear(forward(black, grey).data, [100, 20, 0], 1e-4);
  const blue = pipeline(input(1, 2, 4), grayscale({ background: [0, 0, 200] }));
  assertNear(forward(blue, [100, 0, 0, 255, 100, 0, 0, 0]).data, [29.9, 22.8], 1e-4);
});

Deno.test("channel() picks one channel, counted from 0", () => {
  assertEquals(forward(pipeline(input(1, 2, 2), channel(1)), [1, 2, 3, 4]), {
    shape: [1, 1, 2, 1],
    data: [2, 4],
    updates: {},
  });
});

Deno.test("toRgb() repeats one channel three times and keeps three", () => {
  assertEquals(forward(pipeline(input(1, 2, 1), toRgb()), [7, 8]).data, [7, 7, 7, 8, 8, 8]);
  assertEquals(forward(pipeline(input(1, 1, 3), toRgb()), [7, 8, 9]).data, [7, 8, 9]);
});

Deno.test("toRgb() lays alpha over white or the given background", () => {
  const grey = [100, 255, 100, 51, 100, 0];
  assertNear(
    forward(pipeline(input(1, 3, 2), toRgb()), grey).data,
    [100, 100, 100, 224, 224, 224, 255, 255, 255],
    1e-4,
  );
  const colour = [10, 20, 30, 255, 10, 20, 30, 102, 10, 20, 30, 0];
  assertNear(
    forward(pipeline(input(1, 3, 4), toRgb({ background: [0, 100, 200] })), colour).data,
    [10, 20, 30, 4, 68, 132, 0, 100, 200],
    1e-4,
  );
});

Deno.test("toRgb() and grayscale() refuse to resolve alpha after pixels were rescaled", () => {
  const message = (make: () => unknown) => assertThrows(make).message;
  const after = (kind: string, before: string) =>
    `${kind} needs pixels from 0 to 255 to lay alpha over its background, but ${before} comes ` +
    `before it; put ${kind} before ${before}`;
  assertEquals(
    message(() => pipeline(input(2, 2, 4), normalize(), toRgb())),
    `Cannot run step 3 (toRgb): ${after("toRgb", "normalize")}`,
  );
  assertEquals(
    message(() => pipeline(input(2, 2, 1), conv(2, { kernel: 1 }), grayscale())),
    `Cannot run step 3 (grayscale): ${after("grayscale", "conv")}`,
  );
  const unknown = pipeline(image("x.png"), normalize(), grayscale());
  assertEquals(
    message(() => inferShapes(unknown, { shape: [2, 2, 2], classes: 0 })),
    `Cannot run step 3 (grayscale): ${after("grayscale", "normalize")}`,
  );
  assertEquals(inferShapes(unknown, { shape: [2, 2, 3], classes: 0 })[2]?.shape, [2, 2, 1]);
});

Deno.test("toRgb() refuses a background that is no colour", () => {
  const message = (background: unknown) =>
    assertThrows(() =>
      fromJSON({
        convlab: 1,
        steps: [{ step: "input", shape: [1, 1, 4] }, { step: "toRgb", background }],
      })
    ).message;
  assertEquals(message([0, 0]), "steps[1].background: expected a list of 3, found [0,0]");
  assertEquals(
    message([0, 0, 256]),
    "steps[1].background[2]: expected a number of at least 0 and at most 255, found 256",
  );
});

Deno.test("filter() applies its kernel to each channel separately", () => {
  // Channel 0 holds 1 … 9, channel 1 ten times as much.
  const x = Array.from({ length: 9 }, (_, i) => [i + 1, 10 * (i + 1)]).flat();
  const steps = pipeline(input(3, 3, 2), filter([[1, 0], [0, 2]]));
  assertEquals(forward(steps, x).data, [11, 110, 14, 140, 20, 200, 23, 230]);
});

Deno.test("filter() does not flip its kernel", () => {
  assertEquals(forward(pipeline(input(1, 3, 1), filter([[1, -1]])), [5, 3, 10]).data, [2, -7]);
});

Deno.test("filter() with padding same and a stride uses the grid of conv()", () => {
  const ones = [1, 1, 1, 1, 1, 1, 1, 1, 1];
  const options = { stride: 2, padding: "same" } as const;
  const steps = pipeline(input(3, 3, 1), filter([[1, 1, 1], [1, 1, 1], [1, 1, 1]], options));
  const learned = pipeline(input(3, 3, 1), conv(1, { kernel: 3, bias: false, ...options }));
  assertEquals(forward(steps, ones).data, [4, 4, 4, 4]);
  assertEquals(forward(learned, ones, { given: { "conv1/kernel": ones } }).data, [4, 4, 4, 4]);
});

Deno.test("filter() refuses rows of different lengths", () => {
  assertEquals(
    assertThrows(() => filter.definition.create({ kernel: [[1, 2], [1]] }), UserError).message,
    "filter.kernel[1]: expected 2 numbers as in the first row, found 1",
  );
});

Deno.test("box() averages and gaussian() falls off from the centre; both sum to 1", () => {
  assertNear(box(3).flat(), Array.from({ length: 9 }, () => 1 / 9));
  const bell = gaussian(3, 1);
  const edge = Math.exp(-0.5), sum = 1 + 4 * edge + 4 * edge * edge;
  assertNear(
    bell.flat(),
    [edge ** 2, edge, edge ** 2, edge, 1, edge, edge ** 2, edge, edge ** 2].map((w) => w / sum),
  );
  assertNear([gaussian(6, 2).flat().reduce((a, b) => a + b, 0)], [1]);
});

Deno.test("laplacian() gives 4 on x² + y²", () => {
  const x = Array.from({ length: 16 }, (_, i) => (i % 4) ** 2 + Math.floor(i / 4) ** 2);
  assertEquals(forward(pipeline(input(4, 4, 1), filter(laplacian())), x).data, [4, 4, 4, 4]);
});

Deno.test("randomNormal() depends on its seed alone and looks standard normal", () => {
  assertEquals(randomNormal(3, 1), randomNormal(3, 1));
  assertThrows(() => assertEquals(randomNormal(3, 1), randomNormal(3, 2)));
  const many = randomNormal(100, 5).flat();
  const mean = many.reduce((a, b) => a + b, 0) / many.length;
  const variance = many.reduce((a, b) => a + (b - mean) ** 2, 0) / many.length;
  assertNear([mean, variance], [0, 1], 0.05);
});

Deno.test("box() and gaussian() refuse sizes and deviations that make no kernel", () => {
  assertEquals(
    assertThrows(() => box(0), UserError).message,
    "box.size: expected a whole number of at least 1, found 0",
  );
  assertEquals(
    assertThrows(() => gaussian(3, 0), UserError).message,
    "gaussian.sigma: expected a number above 0, found 0",
  );
});

Deno.test("load() knows shape and classes of its data sets", () => {
  assertEquals(inferShapes(pipeline(load("fashion-mnist"))), [{ shape: [28, 28, 1], classes: 10 }]);
  assertEquals(
    assertThrows(() => fromJSON({ convlab: 1, steps: [{ step: "load", dataset: "cifar" }] }))
      .message,
    "Cannot run step 1 (load): load: expected the name of a data set (fashion-mnist, mnist), found cifar",
  );
});

Deno.test("expect() accepts the shape that it expects", () => {
  assertEquals(inferShapes(pipeline(load("mnist"), expect(28, 28, 1)))[1], {
    shape: [28, 28, 1],
    classes: 10,
  });
});

Deno.test("permutePixels() moves whole pixels, in every image to the same places", () => {
  const steps = pipeline(input(2, 3, 2), permutePixels(1));
  const image = [0, 1, 2, 3, 4, 5].flatMap((pixel) => [pixel, pixel + 100]);
  const { shape, data } = forward(steps, [...image, ...image.map((n) => n + 10)], { batch: 2 });
  assertEquals(shape, [2, 2, 3, 2]);
  const [first, second] = [data.slice(0, 12), data.slice(12)];
  const places = first.filter((_, i) => i % 2 === 0);
  assertEquals(places.toSorted(), [0, 1, 2, 3, 4, 5]);
  assertEquals(first, places.flatMap((pixel) => [pixel, pixel + 100]));
  assertEquals(second, first.map((n) => n + 10));
});

Deno.test("permutePixels() depends on its seed alone, and orders are equally likely", () => {
  const order = (seed: number) =>
    forward(pipeline(input(1, 3, 1), permutePixels(seed)), [1, 2, 3]).data.join("");
  assertEquals(order(5), order(5));
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 600; seed++) {
    counts.set(order(seed), (counts.get(order(seed)) ?? 0) + 1);
  }
  assertEquals(counts.size, 6);
  // 100 expected each, standard deviation 9.
  for (const count of counts.values()) assertNear([count], [100], 40);
});

Deno.test("noise() adds normal numbers times its standard deviation, in training only or always", () => {
  const given = { "random/1": [1, -2, 0.5] };
  const on = (options: Parameters<typeof noise>[1], training: boolean) =>
    forward(pipeline(input(3), noise(10, options)), [100, 100, 100], { training, given }).data;
  assertEquals(on({}, true), [110, 80, 105]);
  assertEquals(on({}, false), [100, 100, 100]);
  assertEquals(on({ always: true }, false), [110, 80, 105]);
});

Deno.test("shift() moves down and right, or up and left, and fills with zeros", () => {
  const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const moved = (rows: number, columns: number) =>
    forward(pipeline(input(3, 3, 1), shift(rows, columns)), nine).data;
  assertEquals(moved(1, 0), [0, 0, 0, 1, 2, 3, 4, 5, 6]);
  assertEquals(moved(-1, 2), [0, 0, 4, 0, 0, 7, 0, 0, 0]);
  assertEquals(moved(0, 0), nine);
});
