import { assertEquals, assertThrows } from "@std/assert";
import {
  conv,
  define,
  type Field,
  fields,
  flatten,
  pool,
  train,
  UserError,
} from "../../dsl/mod.ts";

const {
  withName,
  choice,
  flag,
  identifier,
  list,
  number,
  optional,
  pair,
  text,
  wholeNumber,
  withDefault,
} = fields;

const sentence = (field: Field<unknown>, value: unknown) =>
  assertThrows(() => field.read(value, "x"), UserError).message;

Deno.test("wholeNumber() takes safe whole numbers from its minimum on", () => {
  assertEquals(wholeNumber(0).read(0, "x"), 0);
  assertEquals(sentence(wholeNumber(), 1.5), "x: expected a whole number of at least 1, found 1.5");
  assertEquals(sentence(wholeNumber(2), 1), "x: expected a whole number of at least 2, found 1");
  assertEquals(sentence(wholeNumber(), NaN), "x: expected a whole number of at least 1, found NaN");
});

Deno.test("number() takes finite numbers within its bounds", () => {
  assertEquals(number({ from: 0, below: 1 }).read(0, "x"), 0);
  assertEquals(sentence(number(), "1"), 'x: expected a number, found "1"');
  assertEquals(sentence(number(), Infinity), "x: expected a number, found Infinity");
  assertEquals(
    sentence(number({ above: 0, below: 1 }), 0),
    "x: expected a number above 0 and below 1, found 0",
  );
  assertEquals(sentence(number({ from: 0 }), -1), "x: expected a number of at least 0, found -1");
});

Deno.test("pair reads one number as two and writes two equal ones as one", () => {
  assertEquals([pair.read(3, "x"), pair.read([2, 5], "x")], [[3, 3], [2, 5]]);
  assertEquals([pair.write?.([3, 3]), pair.write?.([2, 5])], [3, [2, 5]]);
  assertEquals(
    sentence(pair, [2, 0]),
    "x: expected a whole number of at least 1, or two of them [rows, columns], found [2,0]",
  );
});

Deno.test("list() names the item that is wrong", () => {
  assertEquals(list(flag).read([true, false], "x"), [true, false]);
  assertEquals(sentence(list(flag), [true, 1]), "x[1]: expected true or false, found 1");
  assertEquals(sentence(list(flag), []), "x: expected a list of at least 1, found []");
  assertEquals(sentence(list(flag, 2, 2), [true]), "x: expected a list of 2, found [true]");
  assertEquals(
    sentence(list(flag, 1, 2), "no"),
    'x: expected a list of at least 1 and at most 2, found "no"',
  );
});

Deno.test("choice() suggests a name that is near", () => {
  assertEquals(choice(["max", "mean"]).read("max", "x"), "max");
  assertEquals(
    sentence(choice(["softmax", "sigmoid"]), "sofmax"),
    'x: expected softmax, sigmoid, found "sofmax"; did you mean "softmax"?',
  );
  assertEquals(sentence(choice(["max", "mean"]), "other"), 'x: expected max, mean, found "other"');
});

Deno.test("hint() knows what Keras and PyTorch call the fields", () => {
  const spellings = {
    kernel_size: "kernel",
    kernelSize: "kernel",
    strides: "stride",
    dilation_rate: "dilation",
    dilationRate: "dilation",
    use_bias: "bias",
    kernel_initializer: "initializer",
  };
  for (const [spelling, name] of Object.entries(spellings)) {
    const call = () => conv.definition.create({ filters: 1, kernel: 3, [spelling]: 1 });
    assertEquals(
      assertThrows(call, UserError).message,
      `conv.${spelling}: conv has no such field; did you mean "${name}"?`,
    );
  }
  for (const spelling of ["pool_size", "poolSize", "kernel_size"]) {
    assertEquals(
      assertThrows(() => pool.definition.create({ size: 2, [spelling]: 2 }), UserError).message,
      `pool.${spelling}: pool has no such field; did you mean "size"?`,
    );
  }
  for (
    const [spelling, name] of [["batch_size", "batchSize"], [
      "validation_split",
      "validationSplit",
    ]] as const
  ) {
    assertEquals(
      assertThrows(() => train.definition.create({ epochs: 1, [spelling]: 1 }), UserError).message,
      `train.${spelling}: train has no such field; did you mean "${name}"?`,
    );
  }
});

Deno.test("hint() suggests no foreign spelling where its name is unknown, and nothing that is far away", () => {
  assertEquals(
    assertThrows(() => flatten.definition.create({ kernel_size: 3 }), UserError).message,
    "flatten.kernel_size: flatten has no such field",
  );
  assertEquals(
    sentence(choice(["max", "mean"]), "average"),
    'x: expected max, mean, found "average"; did you mean "mean"?',
  );
  assertEquals(
    sentence(choice(["valid", "same"]), "average"),
    'x: expected valid, same, found "average"',
  );
});

Deno.test("text() and identifier refuse what is empty or would break a path", () => {
  assertEquals(text().read("a.png", "x"), "a.png");
  assertEquals(sentence(text(), ""), 'x: expected a text, found ""');
  assertEquals(
    sentence(identifier, "2nd"),
    'x: expected a name of letters, digits, - and _ that begins with a letter, found "2nd"',
  );
});

Deno.test("formatValue() shortens long values", () => {
  assertEquals(
    sentence(flag, { long: "a".repeat(100) }),
    `x: expected true or false, found {"long":"${"a".repeat(28)}...`,
  );
});

Deno.test("Definition.schema() requires a field under its public name", () => {
  const word = define("thing", { sort: withName("kind", choice(["a"])) }, (values) => values);
  assertEquals(word.schema("step")["required"], ["step", "kind"]);
});

Deno.test("define() creates data with defaults, optional fields and public names", () => {
  const word = define("thing", {
    size: withDefault(wholeNumber(), 2),
    note: optional(text()),
    sort: withName("kind", withDefault(choice(["a", "b"]), "a")),
  }, (values) => values);
  assertEquals<unknown>({ ...word.create({}) }, { kind: "thing", size: 2, sort: "a" });
  assertEquals<unknown>({ ...word.create({ kind: "b", note: "n" }) }, {
    kind: "thing",
    size: 2,
    note: "n",
    sort: "b",
  });
  assertEquals(
    assertThrows(() => word.create({ kind: "c" }), UserError).message,
    'thing.kind: expected a, b, found "c"',
  );
  assertEquals(
    assertThrows(() => word.create({ sise: 3 }), UserError).message,
    'thing.sise: thing has no such field; did you mean "size"?',
  );
  assertEquals<unknown>(word.schema("step"), {
    type: "object",
    properties: {
      step: { const: "thing" },
      size: { type: "integer", minimum: 1, default: 2 },
      note: { type: "string", minLength: 1 },
      kind: { enum: ["a", "b"], default: "a" },
    },
    required: ["step"],
    additionalProperties: false,
  });
});
