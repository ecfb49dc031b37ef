import { describe, expect, test } from "vitest";
import type { Cell, Column } from "../../../src/render/document";
import { textOf } from "../zip/read-zip";
import { CSV_INJECTIONS, column, documentOf, sectionOf } from "../zip/sample-document";
import { elements, parseXml } from "../zip/well-formed";
import { openWorkbook } from "./open-workbook";

/** One column's cells as SheetJS reads them: [type, value, number format]. */
async function readBack(of: Column, cells: readonly Cell[], locale = "en-US") {
  const { cell } = await openWorkbook(
    documentOf(
      [
        sectionOf(
          "Data",
          [of],
          cells.map((value) => [value]),
        ),
      ],
      { locale },
    ),
  );
  return cells.map((_, at) => cell("Data", `A${at + 2}`));
}

async function valuesOf(of: Column, cells: readonly Cell[]): Promise<unknown[]> {
  return (await readBack(of, cells)).map((cell) => cell?.v);
}

async function formatOf(of: Column, cell: Cell, locale?: string): Promise<unknown> {
  return (await readBack(of, [cell], locale))[0]?.z;
}

/** Day and time of a serial as SheetJS would show it, without going through a time zone. */
function isoOf(serial: unknown): string {
  return new Date(Math.round((Number(serial) - 25_569) * 86_400_000)).toISOString();
}

describe("texts", () => {
  test("U21, N13: nothing that looks like a formula becomes one, and each text stays exact", async () => {
    const texts = [...CSV_INJECTIONS, "=1+1", "+1", "-1+1", "@a", "\t=1", "\r=1", "=", "'=1", "＝1+1", "-"];
    const cells = await readBack(column("Text"), texts);
    expect(cells.map((cell) => cell?.v)).toEqual(texts);
    for (const cell of cells) {
      expect(cell?.t).toBe("s");
      expect(cell?.f).toBeUndefined();
    }
  });

  test("U21: cells that a spreadsheet would compute when edited carry the invisible apostrophe", async () => {
    const texts = ["=1+1", "-5", "00123", "'quoted", "plain", "a=b"];
    const section = sectionOf(
      "Data",
      [column("Text")],
      texts.map((text) => [text]),
    );
    const { entries } = await openWorkbook(documentOf([section]));
    const styles = elements(parseXml(textOf(entries, "xl/styles.xml")), "cellXfs")[0]?.children ?? [];
    const cells = elements(parseXml(textOf(entries, "xl/worksheets/sheet1.xml")), "c").slice(1);
    const prefixed = cells.map(
      (cell) => styles[Number(cell.attributes.s ?? 0)]?.attributes.quotePrefix === "1",
    );
    expect(prefixed).toEqual([true, true, true, true, false, false]);
  });

  test.each([
    ["leading zeros", "00123"],
    ["a 17-digit id", "12345678901234567"],
    ["a long decimal", "0.1000000000000000055511151231257827"],
    ["what looks like a date", "2026-02-28"],
    ["what looks like a boolean", "TRUE"],
    ["Chinese, Japanese, Korean", "学生成绩 報告書 보고서"],
    ["Arabic and Hebrew", "مرحبا שלום"],
    ["emoji with joiners", "👩‍👩‍👧‍👦🏳️‍🌈"],
    ["markup", `<a href="x">&amp;</a> ]]> <!-- -->`],
    ["spaces at the ends", "  two  inside  "],
    ["lines and tabs", "one\ntwo\tthree\n\n"],
    ["control characters", "a\u0000b\u0001c\u001fd\u007fe"],
    ["what looks like an escape", "_x0041_ and _x005F_ and _x00"],
    ["noncharacters", "a\ufffeb\uffffc"],
    ["only a space", " "],
  ])("%s come back exactly", async (_, text) => {
    const [cell] = await readBack(column("Text"), [text]);
    expect([cell?.t, cell?.v]).toEqual(["s", text]);
  });

  test("carriage returns are kept as Excel itself writes them", async () => {
    const { entries } = await openWorkbook(
      documentOf([sectionOf("Data", [column("Text")], [["one\r\ntwo\rthree"]])]),
    );
    const texts = elements(parseXml(textOf(entries, "xl/worksheets/sheet1.xml")), "t");
    expect(texts.at(-1)?.text).toBe("one_x000D_\ntwo_x000D_three");
  });

  test("half a surrogate pair becomes U+FFFD", async () => {
    expect(await valuesOf(column("Text"), ["a\ud800b", "\udc00", "x\ud83d"])).toEqual([
      "a\ufffdb",
      "\ufffd",
      "x\ufffd",
    ]);
  });

  test("the empty text is a cell, null is none", async () => {
    const [empty, missing] = await readBack(column("Text"), ["", null]);
    expect([empty?.t, empty?.v]).toEqual(["s", ""]);
    expect(missing).toBeUndefined();
  });

  test("U1: a text over 32,767 characters is cut visibly and said, in no half of a pair", async () => {
    const long = "x".repeat(40_000);
    const pairs = `${"x".repeat(32_765)}${"🎉".repeat(100)}`;
    const fits = "y".repeat(32_767);
    const section = sectionOf("Data", [column("Text")], [[long], [pairs], [fits]]);
    const { cell, about } = await openWorkbook(documentOf([section]));
    expect(cell("Data", "A2")?.v).toBe(`${"x".repeat(32_766)}…`);
    expect(cell("Data", "A3")?.v).toBe(`${"x".repeat(32_765)}…`);
    expect(cell("Data", "A4")?.v).toBe(fits);
    expect(about().join("\n")).toContain("2 cells were longer than the 32,767 characters");
  });
});

describe("numbers", () => {
  test("are numbers with all digits that Excel keeps", async () => {
    const numbers = [0, -0.5, 1 / 3, 1e-7, 1e21, 123_456_789_012_345, -1, 5e-324, 1.7976931348623157e308];
    const cells = await readBack(column("Value", "number"), numbers);
    expect(cells.map((cell) => [cell?.t, cell?.v])).toEqual(numbers.map((value) => ["n", value]));
  });

  test("N14: integers of more than 15 significant digits are exact texts", async () => {
    const integers = [123_456_789_012_345, 1_234_567_890_123_456, -9_007_199_254_740_991, 1e15, 12e20];
    const cells = await readBack(column("Id", "integer"), integers);
    expect(cells.map((cell) => [cell?.t, cell?.v])).toEqual([
      ["n", 123_456_789_012_345],
      ["s", "1234567890123456"],
      ["s", "-9007199254740991"],
      ["n", 1e15],
      ["n", 12e20],
    ]);
    expect(await valuesOf(column("Id", "number"), [1_234_567_890_123_456])).toEqual(["1234567890123456"]);
  });

  test("N14: numbers that came as text are numbers when Excel can hold them, else exact texts", async () => {
    const texts = ["12345678901234567", "1.50", "-20", "007", "N/A", "1234567890.1234567", ""];
    const cells = await readBack(column("Value", "number"), texts);
    expect(cells.map((cell) => [cell?.t, cell?.v])).toEqual([
      ["s", "12345678901234567"],
      ["n", 1.5],
      ["n", -20],
      ["s", "007"],
      ["s", "N/A"],
      ["s", "1234567890.1234567"],
      ["s", ""],
    ]);
  });

  test("what is no number is text", async () => {
    expect(await valuesOf(column("Value", "number"), [Number.NaN, Number.NEGATIVE_INFINITY])).toEqual([
      "NaN",
      "-Infinity",
    ]);
  });

  test.each([
    ["integer", undefined, "en-US", "#,##0"],
    ["number", undefined, "en-US", "General"],
    ["number", "percent", "en-US", "0.00%"],
    ["number", "currency:USD", "en-US", "[$$]#,##0.00"],
    ["number", "currency:EUR", "de-DE", "#,##0.00\\ [$€]"],
    ["number", "currency:JPY", "ja-JP", "[$￥]#,##0"],
    ["number", "currency:KWD", "en-US", "[$KWD]\\ #,##0.000"],
    ["number", "currency:nonsense", "en-US", "#,##0.00"],
    ["integer", "currency:USD", "xx-not-a-locale", "[$$]#,##0.00"],
    ["integer", "bytes", "en-US", '[>=1000000]#,##0.0,," MB";[>=1000]#,##0.0," kB";0" B"'],
    ["number", "no such format", "en-US", "General"],
  ] as const)("U22: %s %s in %s shows as %s", async (type, format, locale, expected) => {
    expect(await formatOf(column("Value", type, format), 1234, locale)).toBe(expected);
    expect((await readBack(column("Value", type, format), [1234]))[0]?.v).toBe(1234);
  });

  test("durations are times that can be summed; negative ones stay seconds", async () => {
    const cells = await readBack(column("Took", "number", "duration"), [3725, 12.5, -90]);
    expect(cells.map((cell) => [cell?.v, cell?.z])).toEqual([
      [3725 / 86_400, "[h]:mm:ss"],
      [12.5 / 86_400, "[h]:mm:ss.000"],
      [-90, '0.###" s"'],
    ]);
  });

  test("numbers that are all whole are grouped, whatever their column's type", async () => {
    expect(await formatOf({ ...column("Value", "number"), decimals: 0 }, 1e6)).toBe("#,##0");
  });

  test("percentages have the decimals of the most exact one, and bytes that were freed keep their sign", async () => {
    const percent = column("Value", "number", "percent");
    expect(await formatOf({ ...percent, decimals: 2 }, 0.12)).toBe("0%");
    expect(await formatOf({ ...percent, decimals: 5 }, 0.12)).toBe("0.000%");
    expect(await formatOf(column("Size", "integer", "bytes"), -5_000_000)).toBe('#,##0" B"');
  });

  test.each([
    ["a number far down", { ...column("N", "integer"), largest: 123_456_789 }, 1, "123,456,789"],
    ["hours, which other files write as days", column("N", "number", "duration"), 360_000.5, "100:00:00.500"],
    ["megabytes, which other files write larger", column("N", "integer", "bytes"), 12e9, "12,000.0 MB"],
  ] as const)("a column is as wide as %s, so that Excel shows no ####", async (_, of, cell, shown) => {
    const { entries } = await openWorkbook(documentOf([sectionOf("Data", [of], [[cell]])]));
    const [col] = elements(parseXml(textOf(entries, "xl/worksheets/sheet1.xml")), "col");
    expect(Number(col?.attributes.width)).toBeGreaterThan(shown.length);
  });

  test("booleans are booleans in any column", async () => {
    for (const type of ["boolean", "string", "number"] as const) {
      const cells = await readBack(column("Passed", type), [true, false]);
      expect(cells.map((cell) => [cell?.t, cell?.v])).toEqual([
        ["b", true],
        ["b", false],
      ]);
    }
  });
});

describe("dates", () => {
  test("U22: are day numbers with a date format", async () => {
    const days = ["2026-02-28", "2024-02-29", "1900-03-01", "9999-12-31"];
    const cells = await readBack(column("Day", "date"), days);
    expect(cells.map((cell) => cell?.t)).toEqual(["n", "n", "n", "n"]);
    expect(cells.map((cell) => isoOf(cell?.v).slice(0, 10))).toEqual(days);
    expect(cells[0]?.z).toBe("yyyy\\-mm\\-dd");
    expect(cells[2]?.v).toBe(61);
  });

  test.each([
    ["before the leap day that 1900 did not have", "1900-02-28"],
    ["long ago", "1066-10-14"],
    ["not in the calendar", "2026-02-29"],
    ["not a month", "2026-13-01"],
    ["month zero", "2026-00-10"],
    ["not a date", "yesterday"],
    ["almost a date", "2026-1-1"],
    ["a date and more", "2026-01-01x"],
    ["not an hour", "2026-01-01T24:00:00"],
    ["not a minute", "2026-01-01T10:60:00Z"],
    ["a leap second", "2016-12-31T23:59:60Z"],
    ["not a zone", "2026-01-01T10:00:00 Berlin"],
  ])("%s: stays text as written", async (_, text) => {
    for (const type of ["date", "datetime"] as const) {
      const [cell] = await readBack(column("At", type), [text]);
      expect([cell?.t, cell?.v]).toEqual(["s", text]);
    }
  });

  test.each([
    ["2026-06-01T10:00:00Z", "2026-06-01T12:00:00.000Z", "hh:mm:ss"],
    ["2026-12-01T10:00:00Z", "2026-12-01T11:00:00.000Z", "hh:mm:ss"],
    ["2026-03-29T00:59:59Z", "2026-03-29T01:59:59.000Z", "hh:mm:ss"],
    ["2026-03-29T01:00:00Z", "2026-03-29T03:00:00.000Z", "hh:mm:ss"],
    ["2026-12-31T23:30:00Z", "2027-01-01T00:30:00.000Z", "hh:mm:ss"],
    ["2026-06-01T10:00:00+05:30", "2026-06-01T06:30:00.000Z", "hh:mm:ss"],
    ["2026-06-01T10:00:00-03:00", "2026-06-01T15:00:00.000Z", "hh:mm:ss"],
    ["2026-06-01T10:00:00", "2026-06-01T10:00:00.000Z", "hh:mm:ss"],
    ["2026-06-01T10:00", "2026-06-01T10:00:00.000Z", "hh:mm:ss"],
    ["2026-06-01T10:00Z", "2026-06-01T12:00:00.000Z", "hh:mm:ss"],
    ["2026-06-01T10:00:00.123Z", "2026-06-01T12:00:00.123Z", "hh:mm:ss.000"],
    ["2026-06-01T10:00:00.5", "2026-06-01T10:00:00.500Z", "hh:mm:ss.000"],
    ["2026-06-01T10:00:00.000Z", "2026-06-01T12:00:00.000Z", "hh:mm:ss"],
    ["2026-06-01T00:00:00", "2026-06-01T00:00:00.000Z", "hh:mm:ss"],
  ])("datetime %s in Berlin is %s", async (text, expected, format) => {
    const [cell] = await readBack(column("At", "datetime"), [text]);
    expect(cell?.t).toBe("n");
    expect(isoOf(cell?.v)).toBe(expected);
    expect(cell?.z).toBe(`yyyy\\-mm\\-dd ${format}`);
  });

  test("a datetime column shows a date without a time as one", async () => {
    expect(await formatOf(column("At", "datetime"), "2026-06-01")).toBe("yyyy\\-mm\\-dd");
  });
});

test("integers are grouped as in other formats, ids and years are not", async () => {
  expect(await formatOf(column("Pieces", "integer"), 1148)).toBe("#,##0");
  expect(await formatOf(column("Year", "integer"), 2026)).toBe("0");
  expect(await formatOf(column("student_id", "integer"), 1148)).toBe("0");
  expect(await formatOf({ ...column("Weight", "number"), decimals: 2 }, 1148.25)).toBe("#,##0.00");
});

describe("what stands in a cell of the table", () => {
  const alignments = async (of: Column, cells: readonly Cell[]) => {
    const { entries } = await openWorkbook(
      documentOf([
        sectionOf(
          "Data",
          [of],
          cells.map((cell) => [cell]),
        ),
      ]),
    );
    const styles = elements(parseXml(textOf(entries, "xl/styles.xml")), "cellXfs")[0]?.children ?? [];
    const sheet = parseXml(textOf(entries, "xl/worksheets/sheet1.xml"));
    const rows = elements(sheet, "row").slice(1);
    return rows.map((row) => {
      const cell = elements(row, "c")[0];
      const style = styles[Number(cell?.attributes.s ?? 0)];
      const { horizontal, wrapText } = (style && elements(style, "alignment")[0]?.attributes) ?? {};
      return { horizontal, wrapText, height: row.attributes.ht };
    });
  };

  test("booleans are centred, so that they stand clear of the number before them", async () => {
    expect(await alignments(column("Paid", "boolean"), [true])).toMatchObject([{ horizontal: "center" }]);
  });

  test("text wider than the widest column is wrapped, in a row high enough; other text is not", async () => {
    const found = await alignments(column("Note"), ["a word ".repeat(25), "short", "王".repeat(50)]);
    expect(found.map(({ wrapText, height }) => [wrapText, height])).toEqual([
      ["1", "60"],
      [undefined, undefined],
      ["1", "30"],
    ]);
  });
});
