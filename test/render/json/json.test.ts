import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cell, Chart } from "../../../src/render/document";
import { jsonRenderer } from "../../../src/render/json";
import { anyText } from "../values/any-text";
import { renderedText } from "../values/rendered";
import { column, documentOf, FIGURES, SUMMARY, SUMMED, sectionOf } from "../zip/sample-document";

const read = async (document: ReturnType<typeof documentOf>) =>
  JSON.parse(await renderedText(jsonRenderer, document));

/** The one column's values as the file gives them back. */
async function valuesOf(cells: readonly Cell[]): Promise<Cell[]> {
  const section = sectionOf(
    "Main",
    [column("value")],
    cells.map((cell) => [cell]),
  );
  const { sections } = await read(documentOf([section]));
  return sections[0].data.map((row: { value: Cell }) => row.value);
}

/** UTF-16 code units in hexadecimal: half a character cannot be printed. */
function encodeUnits(text: string): string {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16)).join(" ");
}

test("C1: one document with everything that is known of the report", async () => {
  const grades = sectionOf(
    "Grades",
    [column("Name"), column("Fee", "number", "currency:USD")],
    [["Alice", 12.5]],
  );
  const costs = sectionOf("Costs", [column("Day", "date")], [["2026-11-21"]], {
    rows_total: 9,
    truncated: true,
  });
  expect(await read(documentOf([grades, costs]))).toEqual({
    title: "Grades & fees",
    description: "All students of 2026",
    generated_at: "2026-11-21T09:31:07Z",
    time_zone: "Europe/Berlin",
    locale: "en-US",
    filters: [{ label: "Grade", text: "between 60 and 100" }],
    row_count: 2,
    truncated: true,
    sections: [
      {
        kind: "table",
        name: "grades",
        title: "Grades",
        description: null,
        fields: [
          { name: "name", label: "Name", type: "string", format: null },
          { name: "fee", label: "Fee", type: "number", format: "currency:USD" },
        ],
        rows_written: 1,
        rows_total: 1,
        truncated: false,
        chart: null,
        missing_chart: null,
        data: [{ name: "Alice", fee: 12.5 }],
        summaries: [],
      },
      {
        kind: "table",
        name: "costs",
        title: "Costs",
        description: null,
        fields: [{ name: "day", label: "Day", type: "date", format: null }],
        rows_written: 1,
        rows_total: 9,
        truncated: true,
        chart: null,
        missing_chart: null,
        data: [{ day: "2026-11-21" }],
        summaries: [],
      },
    ],
  });
});

test("B28: subtotals and totals stand apart, with their level and their place", async () => {
  const { row_count, sections } = await read(documentOf([SUMMED]));
  expect(row_count).toBe(3);
  expect(sections[0].data.map(({ name }: { name: string }) => name)).toEqual(["Ada", "Alan", "Grace"]);
  expect(sections[0].summaries).toEqual([
    { level: 1, after_row: 2, values: { class: "7A", name: null, fee: 30, on: null } },
    { level: 1, after_row: 3, values: { class: "7B", name: null, fee: 5.5, on: null } },
    { level: 0, after_row: 3, values: { class: null, name: null, fee: 35.5, on: null } },
  ]);
});

test("sections of text and figures say what they are", async () => {
  const { sections, row_count } = await read(documentOf([SUMMARY, FIGURES, SUMMED]));
  expect(row_count).toBe(3);
  expect(sections.map(({ kind }: { kind: string }) => kind)).toEqual(["text", "figures", "table"]);
  expect(sections[0]).toEqual({ ...SUMMARY, description: null });
  expect(sections[1]).toMatchObject({
    description: "At a glance",
    figures: [
      { name: "students", label: "Students", type: "integer", format: null, value: 12_345 },
      { name: "late", label: "Late", type: "number", format: "percent", value: 0.125 },
      { name: "average", value: 81.235294117 },
      { name: "best", value: "王小明" },
    ],
  });
});

test("no sections and no rows are valid too", async () => {
  expect((await read(documentOf([]))).sections).toEqual([]);
  expect((await read(documentOf([sectionOf("Main", [column("a")], [])]))).sections[0].data).toEqual([]);
});

test("B18: the chart is the payload that Chart.js takes", async () => {
  const chart: Chart = {
    type: "bar",
    title: "Grades",
    x_label: "Name",
    y_label: "Grade",
    labels: ["Alice"],
    series: [{ label: "Grade", data: [95.5] }],
    points_total: 1,
  };
  const { sections } = await read(documentOf([sectionOf("Main", [column("a")], [], { chart })]));
  expect(sections[0].chart).toMatchObject({ type: "bar", labels: ["Alice"], datasets: [{ data: [95.5] }] });
});

describe("values", () => {
  test.each<[Cell, Cell]>([
    [0.1 + 0.2, 0.1 + 0.2],
    [-0.07, -0.07],
    [1e21, 1e21],
    [5e-324, 5e-324],
    [1.7976931348623157e308, 1.7976931348623157e308],
    [9007199254740991, 9007199254740991],
    [-0, 0],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    [true, true],
    [null, null],
    ["", ""],
    ["12345678901234567", "12345678901234567"],
    ["2026-11-21T09:31:00Z", "2026-11-21T09:31:00Z"],
  ])("%s comes back as %s", async (cell, expected) => {
    expect(await valuesOf([cell])).toEqual([expected]);
  });

  test("half a character is escaped, as well-formed JSON demands, and comes back", async () => {
    expect((await valuesOf(["a\ud800b", "\udc00"])).map((text) => encodeUnits(String(text)))).toEqual([
      "61 d800 62",
      "dc00",
    ]);
  });

  test("any numbers and texts come back equal", async () => {
    const cell = fc.oneof(
      fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0),
      fc.integer(),
      fc.float({ noDefaultInfinity: true, noNaN: true }).map((value) => Math.round(value * 100) / 100 + 0),
      anyText,
      fc.boolean(),
      fc.constant(null),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(cell), async (cells) => {
        expect(await valuesOf(cells)).toEqual(
          cells.map((value) => (typeof value === "number" ? value + 0 : value)),
        );
      }),
    );
  });
});

test("columns of one name keep both values, and odd names are only names", async () => {
  const names = ["a", "a", "a_2", "__proto__", "2", 'say "hi"'];
  const columns = names.map((name) => ({ ...column("x"), name }));
  const text = await renderedText(
    jsonRenderer,
    documentOf([sectionOf("Main", columns, [[1, 2, 3, 4, 5, 6]])]),
  );
  const { fields, data } = JSON.parse(text).sections[0];
  const keys = ["a", "a_2", "a_2_2", "__proto__", "2", 'say "hi"'];
  expect(fields.map((field: { name: string }) => field.name)).toEqual(keys);
  expect(keys.map((key) => Object.getOwnPropertyDescriptor(data[0], key)?.value)).toEqual([1, 2, 3, 4, 5, 6]);
});

test("a short row has null in its missing fields", async () => {
  const { sections } = await read(documentOf([sectionOf("Main", [column("a"), column("b")], [["x"]])]));
  expect(sections[0].data).toEqual([{ a: "x", b: null }]);
});

test("each row stands on a line of its own", async () => {
  const text = await renderedText(jsonRenderer, documentOf([sectionOf("Main", [column("a")], [[1], [2]])]));
  expect(text).toContain('"data":[\n{"a":1},\n{"a":2}]');
});

test("U19: an early end of the rows is an error", async () => {
  const short = sectionOf("Main", [column("a")], [["x"]], { rows_written: 2 });
  await expect(renderedText(jsonRenderer, documentOf([short]))).rejects.toThrow(
    "1 rows where 2 were promised",
  );
});
