import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExact } from "../../../src/datasets/read/json-values";
import { Problem } from "../../../src/http/problem";
import { DATA_LIMITS } from "../../../src/reports/inline/limits";
import { readData } from "../../../src/reports/inline/read-data";

const read = (data: unknown) => readData(data, { root: "data", title: "Monthly" });

/** Sections in short: what a reader of the report would see. */
function shown(data: unknown) {
  const { outline, tables } = read(data);
  return outline.sections.map((section) => {
    if (section.kind === "text") return { [section.title]: section.text };
    const rows = tables[section.given] ?? [];
    if (section.kind === "table")
      return { [section.title]: [section.columns.map(({ label, type }) => `${label}: ${type}`), ...rows] };
    return {
      [section.title]: Object.fromEntries(section.figures.map(({ label }, at) => [label, rows[0]?.[at]])),
    };
  });
}

function refusal(data: unknown): Record<string, readonly string[]> {
  try {
    read(data);
  } catch (error) {
    if (error instanceof Problem) return { ...error.errors };
  }
  throw new Error("nothing was refused");
}

const nested = (depth: number): unknown => (depth === 0 ? [1] : { inner: nested(depth - 1) });
const wide = (keys: number) => Object.fromEntries(Array.from({ length: keys }, (_, at) => [`key_${at}`, at]));

describe("any JSON as the sections of a report (A12)", () => {
  it("scalars become key figures, lists tables, objects sections, in the order of the data", () => {
    const data = {
      period: "Q1 2024",
      total_sales: 1200.5,
      sales_data: [{ region: "North", revenue: 700 }],
      analytics: { growthRate: 0.12, byRegion: [{ region: "North", share: 0.58 }] },
      profitable: true,
    };
    expect(shown(data)).toEqual([
      { "Key figures": { Period: "Q1 2024", "Total sales": 1200.5, Profitable: true } },
      {
        "Sales data": [
          ["Region: string", "Revenue: integer"],
          ["North", 700],
        ],
      },
      { Analytics: { "Growth rate": 0.12 } },
      {
        "Analytics: By region": [
          ["Region: string", "Share: number"],
          ["North", 0.58],
        ],
      },
    ]);
  });

  it("a list of objects has the union of their keys as columns, in the order first seen", () => {
    const [table] = shown([{ b: 1 }, { a: "x", b: 2 }, {}, null, 7]);
    expect(table).toEqual({
      Monthly: [
        ["B: integer", "A: string", "Value: integer"],
        [1, null, null],
        [2, "x", null],
        [null, null, null],
        [null, null, null],
        [null, null, 7],
      ],
    });
  });

  it("a list of scalars is one column, a list of lists goes by position", () => {
    expect(shown({ scores: [3, 1.5] })).toEqual([{ Scores: [["Value: number"], [3], [1.5]] }]);
    expect(shown({ matrix: [[1, "a"], [2]] })).toEqual([
      {
        Matrix: [
          ["1: integer", "2: string"],
          [1, "a"],
          [2, null],
        ],
      },
    ]);
  });

  it("nested values get dotted names, lists in a cell their JSON text", () => {
    const { outline, tables } = read([
      { customer: { name: "Ann", address: { city: "Köln" } }, tags: ["a", 1] },
    ]);
    const [table] = outline.sections;
    expect(table?.kind === "table" && table.columns.map(({ name, label }) => [name, label])).toEqual([
      ["customer.name", "Customer name"],
      ["customer.address.city", "Customer address city"],
      ["tags", "Tags"],
    ]);
    expect(tables[0]).toEqual([["Ann", "Köln", '["a",1]']]);
  });

  it("two ways to the same dotted name stay two columns", () => {
    const { outline, tables } = read([{ "a.b": 1, a: { b: 2 } }]);
    const [table] = outline.sections;
    expect(table?.kind === "table" && table.columns.map(({ name }) => name)).toEqual(["a.b", "a.b_2"]);
    expect(tables[0]).toEqual([[1, 2]]);
  });

  it.each([
    ["whole numbers", [1, 2], "integer", [1, 2]],
    ["numbers", [1, 2.5], "number", [1, 2.5]],
    ["booleans", [true, false], "boolean", [true, false]],
    ["ISO dates", ["2026-01-31", null], "date", ["2026-01-31", null]],
    ["dates that leave no doubt", ["31.01.2026", "01.02.2026"], "date", ["2026-01-31", "2026-02-01"]],
    ["times", ["2026-01-31T10:00:00Z"], "datetime", ["2026-01-31T10:00:00Z"]],
    ["ids with leading zeros", ["007", "12"], "string", ["007", "12"]],
    ["a day that there is not", ["2026-02-30"], "string", ["2026-02-30"]],
    ["values of several kinds", [1, "n/a", false], "string", ["1", "n/a", "false"]],
    ["texts with a date among them", ["2026-01-31", "soon"], "string", ["2026-01-31", "soon"]],
  ])("%s are recognised", (_, values, type, cells) => {
    const { outline, tables } = read({ list: values.map((value) => ({ value })) });
    const [table] = outline.sections;
    expect(table?.kind === "table" && table.columns[0]?.type).toBe(type);
    expect(tables[0]?.map(([cell]) => cell)).toEqual(cells);
  });

  it("N14: whole numbers too long for a double keep their digits, as text", () => {
    const data = parseExact('{"rows":[{"id":12345678901234567890}],"largest":98765432109876543210}');
    expect(shown(data)).toEqual([
      { "Key figures": { Largest: "98765432109876543210" } },
      { Rows: [["Id: string"], ["12345678901234567890"]] },
    ]);
  });

  it("texts of several sentences, lines or many words are paragraphs", () => {
    const long = "word ".repeat(40).trim();
    const data = { author: "Dr. Ann Lee", notes: "Sales rose. Costs fell.", list: "one\ntwo", long };
    expect(shown(data)).toEqual([
      { "Key figures": { Author: "Dr. Ann Lee" } },
      { Notes: "Sales rose. Costs fell." },
      { List: "one\ntwo" },
      { Long: long },
    ]);
  });

  it("a list that is empty is an empty table that says so, an empty object a line", () => {
    const { outline } = read({ sales: [], analytics: {} });
    expect(outline.sections).toMatchObject([
      { kind: "table", title: "Sales", description: "The list is empty.", columns: [{ name: "value" }] },
      { kind: "text", title: "Analytics", text: "No data." },
    ]);
  });

  it("very many scalars are a table of names and values", () => {
    const [table] = read(wide(DATA_LIMITS.figures + 1)).outline.sections;
    expect(table).toMatchObject({
      kind: "table",
      title: "Values",
      columns: [{ name: "name" }, { name: "value", type: "integer" }],
    });
    expect(read(wide(10_000)).tables[0]?.length).toBe(10_000);
  });

  it.each([[null], [""], [[]], [{}], [undefined]])("empty data (%j) is refused", (data) => {
    expect(refusal(data)).toEqual({ data: ["is empty: give at least one value, list or object"] });
  });

  it.each([
    ["10,000 columns", { sales: [wide(10_000)] }, "data.sales", /more than 200 different keys/],
    ["too many sections", wideLists(150), "data", /more than 100 sections/],
    [
      "objects in objects in objects",
      nested(40),
      "data.inner.inner.inner.inner.inner.inner.inner.inner.inner",
      /deeper than 8/,
    ],
    ["a key of 10,000 characters", { a: { ["k".repeat(10_000)]: 1 } }, "data.a", /key of 10000 characters/],
    ["a key that changes objects", JSON.parse('{"a":{"__proto__":{"polluted":1}}}'), "data.a", /__proto__/],
    ["such a key in a row", JSON.parse('{"a":[{"x":{"__proto__":1}}]}'), "data.a.x", /__proto__/],
    ["a cell of 2 MB", { a: [{ b: "x".repeat(2_000_000) }] }, "data.a.0.b", /text of 2000000 characters/],
    ["columns and texts of 1 MB together", manyTexts(20), "data", /too many columns, figures and texts/],
    ["a text of 1 MB", { story: "Once upon. A time. ".repeat(60_000) }, "data.story", /text of/],
  ])("%s is refused, naming the place", (_, data, place, text) => {
    const errors = refusal(data);
    expect(Object.keys(errors)).toContain(place);
    expect(errors[place]?.[0]).toMatch(text);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("any JSON either is refused with a reason or keeps every scalar", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, noUnicodeString: false }), (data) => {
        try {
          const { outline, tables } = read(data);
          for (const section of outline.sections) {
            if (section.kind === "text") continue;
            const width = section.kind === "table" ? section.columns.length : section.figures.length;
            expect(width).toBeGreaterThan(0);
            for (const row of tables[section.given] ?? []) expect(row.length).toBe(width);
          }
          const kept = JSON.stringify([tables, outline.sections.filter(({ kind }) => kind === "text")]);
          for (const scalar of scalarsOf(data))
            expect(kept).toContain(JSON.stringify(scalar).replaceAll('"', ""));
          expect(new Set(outline.sections.map(({ name }) => name)).size).toBe(outline.sections.length);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          expect(error.code).toBe("validation_failed");
        }
      }),
    );
  });
});

function manyTexts(texts: number) {
  const text = "One. Two. ".repeat(4_500);
  return Object.fromEntries(Array.from({ length: texts }, (_, at) => [`text_${at}`, text]));
}

function wideLists(lists: number) {
  return Object.fromEntries(Array.from({ length: lists }, (_, at) => [`list_${at}`, [at]]));
}

/** Numbers and booleans; texts may have been escaped once more. */
function scalarsOf(data: unknown): (number | boolean)[] {
  if (typeof data === "number") return Object.is(data, -0) ? [] : [data];
  if (typeof data === "boolean") return [data];
  return typeof data === "object" && data !== null ? Object.values(data).flatMap(scalarsOf) : [];
}
