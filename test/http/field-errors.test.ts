import { z } from "@hono/zod-openapi";
import { describe, expect, it } from "vitest";
import "../../src/http/validation-messages";
import { fieldErrors } from "../../src/http/field-errors";

const errorsOf = (schema: z.ZodType, value: unknown) =>
  fieldErrors(schema.safeParse(value).error?.issues ?? [], "body");

describe("field errors", () => {
  it.each([
    ["a missing field", z.object({ name: z.string() }), {}, { name: ["is required"] }],
    ["a wrong kind", z.object({ name: z.string() }), { name: 1 }, { name: ["must be text"] }],
    ["no whole number", z.object({ n: z.int() }), { n: 1.5 }, { n: ["must be a whole number"] }],
    ["no list", z.object({ fields: z.array(z.string()) }), { fields: "x" }, { fields: ["must be a list"] }],
    ["no object", z.object({}), [], { body: ["must be an object"] }],
    ["an empty text", z.object({ name: z.string().min(1) }), { name: "" }, { name: ["must not be empty"] }],
    [
      "a long text",
      z.object({ n: z.string().max(2) }),
      { n: "abc" },
      { n: ["must have at most 2 characters"] },
    ],
    [
      "a long list",
      z.object({ n: z.array(z.int()).max(1) }),
      { n: [1, 2] },
      { n: ["must have at most 1 item"] },
    ],
    ["a number out of bounds", z.object({ n: z.int().min(1) }), { n: 0 }, { n: ["must be at least 1"] }],
    ["a number on the bound", z.object({ n: z.number().gt(0) }), { n: 0 }, { n: ["must be more than 0"] }],
    ["no such choice", z.object({ s: z.enum(["a", "b"]) }), { s: "c" }, { s: ["must be one of a, b"] }],
    ["no such constant", z.object({ s: z.literal("a") }), { s: "c" }, { s: ["must be a"] }],
    ["no e-mail", z.object({ e: z.email() }), { e: "x" }, { e: ["must be an e-mail address"] }],
    ["no date", z.object({ d: z.iso.date() }), { d: "x" }, { d: ["must be a date such as 2026-01-31"] }],
    [
      "its own words",
      z.object({ n: z.string("must be given once") }),
      { n: 1 },
      { n: ["must be given once"] },
    ],
    [
      "a path",
      z.object({ c: z.object({ f: z.array(z.string()) }) }),
      { c: { f: ["a", 2] } },
      { "c.f.1": ["must be text"] },
    ],
    [
      "unknown fields",
      z.strictObject({ a: z.int() }),
      { a: 1, b: 2, c: 3 },
      { b: ["is not known here"], c: ["is not known here"] },
    ],
    [
      "an unknown field below",
      z.object({ a: z.strictObject({}) }),
      { a: { b: 1 } },
      { "a.b": ["is not known here"] },
    ],
    [
      "several of one field",
      z.object({ n: z.string().min(3).regex(/^a/, "must begin with a") }),
      { n: "b" },
      { n: ["must have at least 3 characters", "must begin with a"] },
    ],
  ])("A4 H4: %s", (_, schema, value, expected) => {
    expect(errorsOf(schema, value)).toEqual(expected);
  });

  it("of a union are those of the branch that was meant", () => {
    const field = z.union([z.string(), z.strictObject({ field: z.string(), as: z.string().optional() })]);
    expect(errorsOf(z.object({ f: field }), { f: { field: "a", as: 1 } })).toEqual({
      "f.as": ["must be text"],
    });
    expect(errorsOf(z.object({ f: field }), { f: 1 })).toEqual({ f: ["must be text, or must be an object"] });
    expect(errorsOf(z.object({ f: field }), { f: { field: "a", x: 1 } })).toEqual({
      "f.x": ["is not known here"],
    });
  });

  it("of a union by kind name the kinds", () => {
    const job = z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("a") }),
      z.object({ kind: z.literal("b") }),
    ]);
    expect(errorsOf(job, { kind: "c" })).toEqual({ kind: ["must be one of a, b"] });
  });
});

it("of unknown keys name the key that was meant, or all there are, when the schema is known", () => {
  const inner = z.strictObject({ page_size: z.int().optional(), title: z.string().optional() });
  const schema = z.strictObject({ items: z.array(inner.nullable()).default([]), either: inner.or(z.int()) });
  const read = schema.safeParse({ items: [{ pageSize: 1 }, { colour: 1 }], either: { tittle: "x" }, x: 1 });
  expect(fieldErrors(read.error?.issues ?? [], "body", schema)).toEqual({
    "items.0.pageSize": ["is not known here. Did you mean page_size?"],
    "items.1.colour": ["is not known here. Keys: page_size, title"],
    "either.tittle": ["is not known here. Did you mean title?"],
    x: ["is not known here. Keys: items, either"],
  });
});
