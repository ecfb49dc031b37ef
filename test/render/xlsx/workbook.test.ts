import { describe, expect, test } from "vitest";
import { xlsxRenderer } from "../../../src/render/xlsx";
import { columnLetters } from "../../../src/render/xlsx/column-letters";
import { SheetNames } from "../../../src/render/xlsx/sheet-names";
import { collect, textOf } from "../zip/read-zip";
import {
  column,
  documentOf,
  FIGURES,
  generatedSection,
  SUMMARY,
  SUMMED,
  sectionOf,
} from "../zip/sample-document";
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

  test("every sheet is printed on the paper that the report asks for", async () => {
    const page = { size: "A4", orientation: "portrait" } as const;
    const { book, entries } = await openWorkbook(
      documentOf([sectionOf("Data", columns, [["Ada", 1]]), FIGURES], { page }),
    );
    for (const at of book.SheetNames.keys()) {
      const sheet = parseXml(textOf(entries, `xl/worksheets/sheet${at + 1}.xml`));
      const setup = elements(sheet, "pageSetup")[0]?.attributes;
      expect(setup).toMatchObject({ paperSize: "9", orientation: "portrait" });
    }
  });

  test("a long name of a filter is wrapped in its own cell of the About sheet", async () => {
    const filters = [{ label: "Orders over 5,000 of last year: Amount", text: "at least 5000" }];
    const { entries } = await openWorkbook(
      documentOf([sectionOf("Data", columns, [["Ada", 1]])], { filters }),
    );
    const about = parseXml(textOf(entries, "xl/worksheets/sheet2.xml"));
    const row = elements(about, "row").find((each) => JSON.stringify(each).includes("Orders over"));
    const styles = elements(parseXml(textOf(entries, "xl/styles.xml")), "cellXfs")[0]?.children ?? [];
    const style = styles[Number(row && elements(row, "c")[0]?.attributes.s)];
    expect(style && elements(style, "alignment")[0]?.attributes.wrapText).toBe("1");
    expect(row?.attributes.ht).toBe("30");
  });

  test("elements of a sheet stand in the order that ECMA-376 asks (U5)", async () => {
    const { entries } = await openWorkbook(documentOf([sectionOf("Data", columns, [["a\nb", 1]])]));
    const sheet = parseXml(textOf(entries, "xl/worksheets/sheet1.xml")).children[0];
    expect(sheet?.children.map(({ name }) => name)).toEqual([
      ...["sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter"],
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

  test("a sheet says its cells before they come, for readers that stream, and the first one is shown", async () => {
    const section = generatedSection("Log", columns, 25, (at) => [`row ${at}`, at]);
    const { entries } = await openWorkbook(documentOf([section, SUMMED]), { rows: 11, bytes: 1e9 });
    const sheets = [1, 2, 3, 4].map((at) => parseXml(textOf(entries, `xl/worksheets/sheet${at}.xml`)));
    const said = sheets.map((sheet) => elements(sheet, "dimension")[0]?.attributes.ref);
    expect(said).toEqual(["A1:B11", "A1:B11", "A1:B6", "A1:D7"]);
    const shown = sheets.map((sheet) => elements(sheet, "sheetView")[0]?.attributes.tabSelected);
    expect(shown).toEqual(["1", undefined, undefined, undefined]);
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

describe("sections of text, of figures and of rows with sums", () => {
  test("texts and figures have a sheet, first when they come first", async () => {
    const { book, cell, about } = await openWorkbook(documentOf([SUMMARY, FIGURES, SUMMED]));
    expect(book.SheetNames).toEqual(["Overview", "Fees", "About"]);
    const texts = Object.entries(book.Sheets.Overview ?? {}).flatMap(([address, { v }]) =>
      address.startsWith("A") ? [v] : [],
    );
    expect(texts).toEqual([
      "Grades & fees",
      ...["Summary", "Grades <rose>.\nAgain.", "Look at:", "•  7B & 7C", "•  王小明"],
      ...["Key figures", "At a glance", "Students", "Late", "Average", "Best"],
    ]);
    const figures = Object.entries(book.Sheets.Overview ?? {}).filter(([address]) => address.startsWith("B"));
    expect(figures.map(([, { t, v, z }]) => [t, v, z])).toEqual([
      ["n", 12_345, "#,##0"],
      ["n", 0.125, "0.00%"],
      ["n", 81.235294117, "#,##0.00"],
      ["s", "王小明", "General"],
    ]);
    expect(cell("Fees", "A1")?.v).toBe("Class");
    expect(about().join("|")).toContain("Overview|Summary, Key figures");
  });

  test("one such section is a sheet of its name, behind a table that comes first", async () => {
    const { book } = await openWorkbook(documentOf([SUMMED, FIGURES]));
    expect(book.SheetNames).toEqual(["Fees", "Key figures", "About"]);
  });

  test("a text longer than a row is high goes on in the next", async () => {
    const words = Array.from({ length: 1500 }, (_, at) => `w${at}`);
    const { book } = await openWorkbook(documentOf([{ ...SUMMARY, text: words.join(" ") }]));
    const cells = Object.entries(book.Sheets.Summary ?? {}).filter(([address]) => address.startsWith("A"));
    const long = cells.map(([, { v }]) => String(v)).filter((text) => text.startsWith("w"));
    expect(long.length).toBeGreaterThan(1);
    expect(long.join(" ").split(" ")).toEqual(words);
  });

  test("B28: sums are numbers, in bold below a rule, and not among what is filtered at the end", async () => {
    const { book, cell, about, entries } = await openWorkbook(documentOf([SUMMED]));
    const values = ["A4", "B4", "C4", "D4", "A7", "C7"].map((address) => {
      const found = cell("Fees", address);
      return [found?.t, found?.v];
    });
    expect(values).toEqual([
      ["s", "7A"],
      ["s", "Subtotal"],
      ["n", 30],
      ["z", undefined],
      ["s", "Total"],
      ["n", 35.5],
    ]);
    const rows = elements(parseXml(textOf(entries, "xl/worksheets/sheet1.xml")), "row");
    const styles = rows.map((row) => elements(row, "c")[2]?.attributes.s);
    expect(new Set([styles[1], styles[2], styles[4]]).size).toBe(1);
    expect(new Set([styles[1], styles[3], styles[6]]).size).toBe(3);
    expect(styles[5]).toBe(styles[3]);
    // Sorting by a column must not carry the total along; subtotals stand between rows.
    expect(book.Sheets.Fees?.["!autofilter"]?.ref).toBe("A1:D5");
    expect(about().join("|")).toContain("3 rows\nSubtotals and totals stand among the rows, in bold.|3");
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
