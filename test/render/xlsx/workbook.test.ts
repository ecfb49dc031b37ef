import { describe, expect, test } from "vitest";
import { xlsxRenderer } from "../../../src/render/xlsx";
import { SheetNames } from "../../../src/render/xlsx/sheet-names";
import { columnLetters } from "../../../src/render/xlsx/table-sheet";
import { collect, textOf } from "../zip/read-zip";
import { column, documentOf, generatedSection, sectionOf } from "../zip/sample-document";
import { elements, parseXml } from "../zip/well-formed";
import { openWorkbook } from "./open-workbook";

const columns = [column("Name"), column("Grade", "number")];
const resources = { font: async () => null };

describe("workbook", () => {
  test("U31: a sheet per section, then one about the report", async () => {
    const { book, cell, about } = await openWorkbook(
      documentOf([
        sectionOf("Students", columns, [
          ["Ada", 99.5],
          ["Alan", 98],
        ]),
        sectionOf("Cut", columns, [["Bob", 1]], { rows_total: 9000, truncated: true }),
        sectionOf("Empty", columns, []),
      ]),
    );
    expect(book.SheetNames).toEqual(["Students", "Cut", "Empty", "About"]);
    expect(book.Sheets.Students?.["!ref"]).toBe("A1:B3");
    expect([cell("Students", "A1")?.v, cell("Students", "B1")?.v]).toEqual(["Name", "Grade"]);
    expect([cell("Students", "A3")?.v, cell("Students", "B3")?.v]).toEqual(["Alan", 98]);
    expect(book.Sheets.Empty?.["!ref"]).toBe("A1:B1");
    expect(about()).toEqual([
      "Grades & fees",
      ...["Description", "All students of 2026"],
      ...["Generated", "Nov 21, 2026, 10:31 CET (Europe/Berlin)"],
      ...["Filter: Grade", "between 60 and 100"],
      ...["Sheet", "Holds", "Rows"],
      ...["Students", "2 rows", "2"],
      ...["Cut", "1 of 9,000 rows (cut at the limit)", "1"],
      ...["Empty", "No rows", "0"],
    ]);
    expect(book.Props?.Title).toBe("Grades & fees");
    expect(book.Props?.CreatedDate).toEqual(new Date("2026-11-21T09:31:07Z"));
  });

  test("each table has its filter, its frozen header and the header on every printed page", async () => {
    const { book, entries } = await openWorkbook(
      documentOf([sectionOf("It's", columns, [["Ada", 1]]), sectionOf("Two", columns, [])]),
    );
    expect(book.Sheets["It's"]?.["!autofilter"]?.ref).toBe("A1:B2");
    expect(book.Sheets.Two?.["!autofilter"]?.ref).toBe("A1:B1");
    expect(book.Workbook?.Names?.map(({ Name, Ref, Sheet }) => [Name, Ref, Sheet])).toEqual([
      ["_xlnm._FilterDatabase", "'It''s'!$A$1:$B$2", 0],
      ["_xlnm.Print_Titles", "'It''s'!$1:$1", 0],
      ["_xlnm._FilterDatabase", "'Two'!$A$1:$B$1", 1],
      ["_xlnm.Print_Titles", "'Two'!$1:$1", 1],
    ]);
    const sheet = parseXml(textOf(entries, "xl/worksheets/sheet1.xml"));
    expect(elements(sheet, "pane")[0]?.attributes).toMatchObject({ ySplit: "1", state: "frozen" });
    expect(elements(sheet, "pageSetup")[0]?.attributes).toMatchObject({
      orientation: "landscape",
      fitToWidth: "1",
      fitToHeight: "0",
      paperSize: "1",
    });
  });

  test("elements of a sheet stand in the order that ECMA-376 asks (U5)", async () => {
    const { entries } = await openWorkbook(documentOf([sectionOf("Data", columns, [["a\nb", 1]])]));
    const sheet = parseXml(textOf(entries, "xl/worksheets/sheet1.xml")).children[0];
    expect(sheet?.children.map(({ name }) => name)).toEqual([
      ...["sheetPr", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter"],
      ...["pageMargins", "pageSetup", "headerFooter", "ignoredErrors"],
    ]);
  });

  test("U5: a table larger than a sheet goes on on the next, with its header, and this is said", async () => {
    const section = generatedSection("Log", columns, 25, (at) => [`row ${at}`, at]);
    const document = documentOf([section, sectionOf("Log (2)", columns, [["own", 1]])]);
    const { book, cell, about } = await openWorkbook(document, { rows: 11, bytes: 1e9 });
    expect(book.SheetNames).toEqual(["Log", "Log (2)", "Log (3)", "Log (2) (2)", "About"]);
    expect(["Log", "Log (2)", "Log (3)"].map((name) => book.Sheets[name]?.["!ref"])).toEqual([
      "A1:B11",
      "A1:B11",
      "A1:B6",
    ]);
    expect(cell("Log (2)", "A1")?.v).toBe("Name");
    const values = ["Log", "Log (2)", "Log (3)"].flatMap((name) =>
      Array.from({ length: 10 }, (_, at) => cell(name, `B${at + 2}`)?.v).filter(
        (value) => value !== undefined,
      ),
    );
    expect(values).toEqual(Array.from({ length: 25 }, (_, at) => at));
    expect(about().join("\n")).toContain("The sheet was full; the table continues on “Log (2)”, “Log (3)”.");
    expect(about()).toContain("Log, continued");
  });

  test("U5: a table that fills its sheet exactly needs no second one", async () => {
    const section = generatedSection("Log", columns, 10, (at) => [`row ${at}`, at]);
    const { book } = await openWorkbook(documentOf([section]), { rows: 11, bytes: 1e9 });
    expect(book.SheetNames).toEqual(["Log", "About"]);
  });

  test("a sheet ends before its bytes would need zip64", async () => {
    const section = generatedSection("Log", columns, 4000, (at) => [`row ${at} ${"x".repeat(100)}`, at]);
    const { book, cell } = await openWorkbook(documentOf([section]), { rows: 1_048_576, bytes: 300_000 });
    const sheets = book.SheetNames.slice(0, -1);
    expect(sheets.length).toBeGreaterThan(1);
    const rows = sheets.map((name) => Number(book.Sheets[name]?.["!ref"]?.split("B")[1]) - 1);
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(4000);
    expect(cell(sheets[1] ?? "", "B2")?.v).toBe(rows[0]);
  });

  test("rows as wide as the columns, whatever the source gives", async () => {
    const section = sectionOf("Data", columns, [["short"], ["long", 1, "too many"]]);
    const { book, cell } = await openWorkbook(documentOf([section]));
    expect(book.Sheets.Data?.["!ref"]).toBe("A1:B3");
    expect(cell("Data", "C3")).toBeUndefined();
  });

  test("a wide table is printed on several pages across, its first column on each", async () => {
    const wide = Array.from({ length: 40 }, (_, at) => column(`Column ${at}`));
    const { book, cell, entries } = await openWorkbook(
      documentOf([sectionOf("Wide", wide, [wide.map(() => "x")])]),
    );
    expect(cell("Wide", "AN2")?.v).toBe("x");
    expect(book.Workbook?.Names?.[1]?.Ref).toBe("'Wide'!$A:$A,'Wide'!$1:$1");
    const setup = elements(parseXml(textOf(entries, "xl/worksheets/sheet1.xml")), "pageSetup")[0];
    expect(setup?.attributes.fitToWidth).toBe("3");
  });

  test("U16: sheets of a right-to-left locale run from the right", async () => {
    const view = async (locale: string) => {
      const { entries } = await openWorkbook(documentOf([sectionOf("Data", columns, [])], { locale }));
      return elements(parseXml(textOf(entries, "xl/worksheets/sheet1.xml")), "sheetView")[0]?.attributes;
    };
    expect((await view("ar-EG"))?.rightToLeft).toBe("1");
    expect((await view("de"))?.rightToLeft).toBeUndefined();
  });

  test("titles and filters with markup, controls and nothing in them", async () => {
    const { about, book } = await openWorkbook(
      documentOf([sectionOf("", columns, [])], {
        title: `<b>"A" & 'B'</b>\u0000`,
        description: null,
        filters: [],
        generated_at: "unknown",
      }),
    );
    expect(about().slice(0, 5)).toEqual([
      `<b>"A" & 'B'</b>\u0000`,
      "Generated",
      "unknown",
      "Filters",
      "None",
    ]);
    expect(book.SheetNames).toEqual(["Sheet", "About"]);
    expect(book.Props?.Title).toBe(`<b>"A" & 'B'</b>\ufffd`);
  });

  test("a report without sections, and one whose section is called About", async () => {
    expect((await openWorkbook(documentOf([]))).book.SheetNames).toEqual(["About"]);
    const { book } = await openWorkbook(documentOf([sectionOf("ABOUT", columns, [["a", 1]])]));
    expect(book.SheetNames).toEqual(["ABOUT", "About (2)"]);
  });

  test("U19: fewer rows than promised are an error, not a short file", async () => {
    const section = sectionOf("Data", columns, [["a", 1]], { rows_written: 2, rows_total: 2 });
    await expect(xlsxRenderer.render(documentOf([section]), collect(), resources)).rejects.toThrow(
      /promised/,
    );
  });

  test("the source is let go of when the sink fails", async () => {
    let released = false;
    const section = sectionOf("Data", columns, [], {
      rows_written: 1e6,
      rows_total: 1e6,
      async *rows() {
        try {
          for (let at = 0; at < 1e6; at += 1000)
            yield Array.from({ length: 1000 }, (_, i) => ["name", at + i]);
        } finally {
          released = true;
        }
      },
    });
    const sink = collect();
    let writes = 0;
    const failing = {
      write: async (bytes: Uint8Array) => {
        writes += 1;
        if (writes > 10) throw new Error("storage is gone");
        await sink.write(bytes);
      },
    };
    released = false;
    await expect(xlsxRenderer.render(documentOf([section]), failing, resources)).rejects.toThrow(
      "storage is gone",
    );
    expect(released).toBe(true);
  });

  test("U3: 200,000 rows pass through without piling up anywhere", async () => {
    let [held, mostHeld, largest, total] = [0, 0, 0, 0];
    const section = generatedSection("Log", [...columns, column("At", "datetime")], 200_000, (at) => {
      // Rows are made only when those before them were taken.
      held += 1;
      mostHeld = Math.max(mostHeld, held);
      return [`row ${at}`, at / 7, "2026-06-01T10:00:00Z"];
    });
    await xlsxRenderer.render(
      documentOf([section]),
      {
        async write(bytes) {
          held = 0;
          largest = Math.max(largest, bytes.length);
          total += bytes.length;
        },
      },
      resources,
    );
    expect(total).toBeGreaterThan(1_000_000);
    expect(largest).toBeLessThan(300_000);
    // A block is 256 KB of XML; a row here takes about 140 bytes, and rows come by the thousand.
    expect(mostHeld).toBeLessThan(5000);
  });
});

describe("SheetNames", () => {
  test.each([
    [["Students"], ["Students"]],
    [
      ["Data", "data", "DATA"],
      ["Data", "data (2)", "DATA (3)"],
    ],
    [["a/b\\c?d*e[f]g:h"], ["a b c d e f g h"]],
    [["'quoted'"], ["quoted"]],
    [["it's"], ["it's"]],
    [
      ["", "   ", "'''", "[]"],
      ["Sheet", "Sheet (2)", "Sheet (3)", "Sheet (4)"],
    ],
    [
      ["History", "history"],
      ["History (2)", "history (3)"],
    ],
    [
      ["x".repeat(40), "x".repeat(35)],
      ["x".repeat(31), `${"x".repeat(27)} (2)`],
    ],
    [[`${"x".repeat(30)}🎉`], ["x".repeat(30)]],
    [[`${"x".repeat(30)}' and more`], ["x".repeat(30)]],
    [["line\nbreak\u0000\ttab"], ["line break tab"]],
    [["\ud800half"], ["half"]],
    [["学生".repeat(20)], [`${"学生".repeat(15)}学`]],
  ])("%j become %j", (titles, expected) => {
    const names = new SheetNames();
    expect(titles.map((title) => names.claim(title))).toEqual(expected);
  });
});

test("columnLetters", () => {
  expect([0, 25, 26, 51, 52, 701, 702, 16_383].map(columnLetters)).toEqual([
    "A",
    "Z",
    "AA",
    "AZ",
    "BA",
    "ZZ",
    "AAA",
    "XFD",
  ]);
});
