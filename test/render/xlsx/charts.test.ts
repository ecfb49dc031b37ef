import ExcelJS from "exceljs";
import { describe, expect, test } from "vitest";
import { chartBuilder } from "../../../src/render/chart/compute";
import {
  CHART_TYPES,
  type ChartType,
  type Column,
  type Row,
  type TableSection,
} from "../../../src/render/document";
import { xlsxRenderer } from "../../../src/render/xlsx";
import { renderedBytes } from "../values/rendered";
import { textOf } from "../zip/read-zip";
import { column, documentOf, sectionOf } from "../zip/sample-document";
import { type Element, elements, parseXml } from "../zip/well-formed";
import { type OpenedWorkbook, openWorkbook } from "./open-workbook";

const name = column("Name");
const grade = column("Grade", "number");
const count = column("Count", "integer");

/** A table with the chart that its data rows make. */
function charted(
  type: ChartType,
  columns: Column[],
  rows: Row[],
  more: Partial<TableSection> = {},
): TableSection {
  const builder = chartBuilder(type, columns);
  const data = rows.filter((row) => row.length === columns.length);
  builder.add(data);
  const sums = {
    rows_written: data.length,
    rows_total: data.length,
    summary_rows: rows.length - data.length,
  };
  return sectionOf("It's", columns, rows, { chart: builder.finish().chart, ...sums, ...more });
}

const numbered = (total: number): Row[] => Array.from({ length: total }, (_, at) => [`n${at}`, at, at * 2]);

const chartOf = ({ entries }: OpenedWorkbook, number = 1) =>
  parseXml(textOf(entries, `xl/charts/chart${number}.xml`));
const formulasOf = (chart: Element) => elements(chart, "c:f").map(({ text }) => text);

/** What the cells hold that a formula names, by SheetJS. */
function cellsOf({ book }: OpenedWorkbook, formula: string): unknown[] {
  return formula
    .replace(/^\(|\)$/g, "")
    .split(",")
    .flatMap((range) => {
      const match = /^'(.+)'!\$([A-Z]+)\$(\d+)(?::\$[A-Z]+\$(\d+))?$/.exec(range);
      const [, sheet = "", letters = "", from = "", to = from] = match ?? [];
      const cells = book.Sheets[sheet.replaceAll("''", "'")];
      return Array.from(
        { length: Number(to) - Number(from) + 1 },
        (_, at) => cells?.[`${letters}${Number(from) + at}`]?.v,
      );
    });
}

/** Each formula's cells, and what the chart itself says is in them. */
function expectBound(opened: OpenedWorkbook, number = 1): void {
  const chart = chartOf(opened, number);
  const references = [...elements(chart, "c:numRef"), ...elements(chart, "c:strRef")];
  expect(references.length).toBeGreaterThan(1);
  for (const reference of references) {
    const cells = cellsOf(opened, elements(reference, "c:f")[0]?.text ?? "");
    const cached = new Map(
      elements(reference, "c:pt").map((point) => [point.attributes.idx, elements(point, "c:v")[0]?.text]),
    );
    expect(Number(elements(reference, "c:ptCount")[0]?.attributes.val)).toBe(cells.length);
    expect(cells.map((_, at) => cached.get(String(at)))).toEqual(
      cells.map((cell) => (cell === undefined ? undefined : String(cell))),
    );
  }
}

describe("U20: a chart is Excel's own, bound to cells that hold what it shows", () => {
  test.each(CHART_TYPES)("%s", async (type) => {
    const columns = type === "scatter" ? [grade, count] : [name, grade, count];
    const rows = numbered(12).map((row) => (type === "scatter" ? row.slice(1) : row));
    const opened = await openWorkbook(documentOf([charted(type, columns, rows)]));
    expectBound(opened);
    const kind = { bar: "bar", histogram: "bar", line: "line", pie: "pie", scatter: "scatter" }[type];
    expect(elements(chartOf(opened), `c:${kind}Chart`)).toHaveLength(1);
  });

  test("bars are the rows of the table themselves", async () => {
    const opened = await openWorkbook(documentOf([charted("bar", [name, grade, count], numbered(3))]));
    expect(formulasOf(chartOf(opened))).toEqual([
      ..."'It''s'!$B$1|'It''s'!$A$2:$A$4|'It''s'!$B$2:$B$4".split("|"),
      ..."'It''s'!$C$1|'It''s'!$A$2:$A$4|'It''s'!$C$2:$C$4".split("|"),
    ]);
    expect(opened.book.SheetNames).toEqual(["It's", "About"]);
  });

  test("B28: sums between the rows are no bars", async () => {
    const rows: Row[] = [
      ["a", 1],
      ["b", 2],
      [null, 3, 1],
      ["c", 4],
      [null, 4, 1],
      [null, 7, 0],
    ];
    const opened = await openWorkbook(documentOf([charted("bar", [name, grade], rows)]));
    expect(formulasOf(chartOf(opened)).at(-1)).toBe("('It''s'!$B$2:$B$3,'It''s'!$B$5)");
    expectBound(opened);
  });

  test.each<[ChartType, number, string]>([
    ["histogram", 200, "A"],
    ["line", 200, "A"],
    ["pie", 200, "A"],
    ["scatter", 200, "A"],
  ])("a %s of %i rows is bound to a small table of its points", async (type, total, column) => {
    const opened = await openWorkbook(documentOf([charted(type, [name, grade, count], numbered(total))]));
    expect(opened.book.SheetNames).toEqual(["It's", "Chart data", "About"]);
    expect(formulasOf(chartOf(opened))[1]).toMatch(new RegExp(`^'Chart data'!\\$${column}\\$3:`));
    expectBound(opened);
    expect(opened.about().join("\n")).toContain("Chart data");
  });

  test("a row without a value is a gap, dates and durations are what their cells hold", async () => {
    const columns = [column("Day", "date"), column("Took", "number", "duration")];
    const rows: Row[] = [
      ["2026-01-01", 3600],
      ["2026-01-02", null],
      ["2026-01-03", 60],
    ];
    const opened = await openWorkbook(documentOf([charted("line", columns, rows)]));
    expectBound(opened);
    expect(elements(chartOf(opened), "c:formatCode").map(({ text }) => text)).toEqual([
      "yyyy\\-mm\\-dd",
      "[h]:mm:ss",
    ]);
  });

  test("rows on a second sheet are not what the first sheet's chart is bound to", async () => {
    const section = charted(
      "bar",
      [name, grade],
      numbered(20).map((row) => row.slice(0, 2)),
    );
    const opened = await openWorkbook(documentOf([section]), { rows: 11, bytes: 1e9 });
    expect(opened.book.SheetNames).toEqual(["It's", "It's (2)", "Chart data", "About"]);
    expectBound(opened);
    expect(textOf(opened.entries, "xl/worksheets/sheet1.xml")).toContain("<drawing ");
    expect(textOf(opened.entries, "xl/worksheets/sheet2.xml")).not.toContain("<drawing ");
  });

  test("several charts have parts of their own", async () => {
    const sections = CHART_TYPES.map((type) => charted(type, [name, grade, count], numbered(60)));
    const opened = await openWorkbook(documentOf(sections));
    for (const at of CHART_TYPES.keys()) expectBound(opened, at + 1);
  });
});

test("B19, C8: a chart says what it leaves out, in its title and to those who cannot see it", async () => {
  const opened = await openWorkbook(
    documentOf([
      charted(
        "bar",
        [name, grade],
        numbered(80).map((row) => row.slice(0, 2)),
      ),
    ]),
  );
  const titles = elements(chartOf(opened), "a:t").map(({ text }) => text);
  expect(titles).toEqual(["Grade by Name", "50 of 80 points shown: the first", "Name", "Grade"]);
  const drawing = parseXml(textOf(opened.entries, "xl/drawings/drawing1.xml"));
  expect(elements(drawing, "xdr:cNvPr")[0]?.attributes.descr).toBe(
    "Bar chart: Grade by Name, 50 points. 50 of 80 points shown: the first.",
  );
  // Beside the table: its two columns and a free one.
  expect(elements(drawing, "xdr:col")[0]?.text).toBe("3");
});

test("durations of which some are negative are seconds in a chart, where cells mix times and seconds", async () => {
  const columns = [name, column("Took", "number", "duration")];
  const rows: Row[] = [
    ["a", 3600],
    ["b", -60],
  ];
  const opened = await openWorkbook(documentOf([charted("bar", columns, rows)]));
  expectBound(opened);
  expect(cellsOf(opened, "'Chart data'!$B$2:$B$4")).toEqual(["Took (s)", 3600, -60]);
});

test("names that would leave no room for bars are cut, and its cells say the same", async () => {
  const rows: Row[] = [
    ["x".repeat(40_000), 1],
    ["王".repeat(80), 2],
    ["y", 3],
  ];
  const opened = await openWorkbook(documentOf([charted("bar", [name, grade], rows)]));
  expectBound(opened);
  const names = [`${"x".repeat(43)}…`, `${"王".repeat(21)}…`, "y"];
  expect(cellsOf(opened, "'Chart data'!$A$3:$A$5")).toEqual(names);
});

test("slices too narrow for it say no share", async () => {
  const rows: Row[] = [
    ["most", 1000],
    ["little", 1],
    ["some", 100],
  ];
  const opened = await openWorkbook(documentOf([charted("pie", [name, grade], rows)]));
  const silent = elements(chartOf(opened), "c:dLbl").map(
    (label) => elements(label, "c:idx")[0]?.attributes.val,
  );
  expect(silent).toEqual(["1"]);
});

test("bars lie when their names do not fit below them, and the chart is as high as a page takes", async () => {
  const named = (total: number): Row[] =>
    Array.from({ length: total }, (_, at) => [`A rather long name, number ${at}`, at]);
  const opened = async (total: number) => {
    const workbook = await openWorkbook(documentOf([charted("bar", [name, grade], named(total))]));
    expectBound(workbook);
    const chart = chartOf(workbook);
    const drawing = parseXml(textOf(workbook.entries, "xl/drawings/drawing1.xml"));
    return {
      direction: elements(chart, "c:barDir")[0]?.attributes.val,
      // Names run downwards, so the values' axis below them is at their far end.
      order: elements(chart, "c:orientation").map(({ attributes }) => attributes.val),
      points: Number(elements(drawing, "xdr:ext")[0]?.attributes.cy) / 12_700,
    };
  };
  expect(await opened(3)).toEqual({ direction: "col", order: ["minMax", "minMax"], points: 276 });
  expect(await opened(20)).toEqual({ direction: "bar", order: ["maxMin", "minMax"], points: 360 });
  expect((await opened(50)).points).toBe(460);
});

test.each([
  ["bar", [98, 99, 100], ["0"]],
  ["bar", [-98, 99, 100], []],
  ["line", [98, 99, 100], []],
] as const)(
  "a %s chart of %j: bars begin at zero, whatever a program would choose",
  async (type, values, low) => {
    const rows: Row[] = values.map((value, at) => [`n${at}`, value]);
    const opened = await openWorkbook(documentOf([charted(type, [name, grade], rows)]));
    expect(elements(chartOf(opened), "c:min").map(({ attributes }) => attributes.val)).toEqual(low);
  },
);

test("exceljs opens a workbook with charts, and its cells are what they are", async () => {
  const document = documentOf([
    charted(
      "pie",
      [name, grade],
      [
        ["Ada", 1.5],
        ["<王>", 2],
        [null, 3.5, 0],
      ],
    ),
  ]);
  const book = new ExcelJS.Workbook();
  const bytes = await renderedBytes(xlsxRenderer, document);
  await book.xlsx.load(bytes.slice().buffer as ArrayBuffer);
  const sheet = book.getWorksheet("It's");
  expect(sheet?.getSheetValues().slice(1)).toEqual([
    [undefined, "Name", "Grade"],
    [undefined, "Ada", 1.5],
    [undefined, "<王>", 2],
    [undefined, "Total", 3.5],
  ]);
  expect(sheet?.getCell("B4").font.bold).toBe(true);
  expect(sheet?.getCell("B4").border.top?.style).toBe("thin");
  expect(sheet?.getCell("B3").font.bold).not.toBe(true);
});
