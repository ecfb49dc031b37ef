import { describe, expect, test } from "vitest";
import { fieldsOf, MAIN, type Parts, readSheet, rowsXml, workbookOf } from "./workbooks";

/** Number formats by the style that names them, from 1; style 0 is plain. */
const STYLES =
  '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="[$€-407] #,##0.00"/>' +
  '<numFmt numFmtId="166" formatCode="[h]:mm:ss"/><numFmt numFmtId="167" formatCode="&quot;US$&quot;0"/></numFmts>' +
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>' +
  [0, 164, 22, 20, 10, 165, 166, 167].map((id) => `<xf numFmtId="${id}"/>`).join("") +
  '</cellXfs><dxfs><dxf><numFmt numFmtId="164" formatCode="0"/></dxf></dxfs>';
const [DATE, DATETIME, TIME, PERCENT, EURO, DURATION, DOLLAR] = [1, 2, 3, 4, 5, 6, 7];

/** A column under the header `v` (A1) whose cells are given as `[attributes, inside]`. */
async function column(
  cells: readonly (readonly [string, string])[],
  parts: Omit<Partial<Parts>, "sheets"> = {},
) {
  const rows = cells.map(([attributes, inside], at) => {
    const n = at + 2;
    // The second column keeps rows whose cell is empty.
    return `<row r="${n}"><c r="A${n}" ${attributes}>${inside}</c><c r="B${n}"><v>${n}</v></c></row>`;
  });
  const sheet = rowsXml([["v", "n"]]) + rows.join("");
  const read = await readSheet(await workbookOf({ sheets: { Data: sheet }, styles: STYLES, ...parts }));
  return { ...read, type: fieldsOf(read)[0]?.slice(3), values: read.rows.map((row) => row[0]) };
}

const number = (value: string | number, style = 0) => [`s="${style}"`, `<v>${value}</v>`] as const;
const text = (value: string) => ['t="inlineStr"', `<is><t>${value}</t></is>`] as const;

describe("what a cell holds", () => {
  test.each<[name: string, cells: readonly (readonly [string, string])[], type: string, values: unknown[]]>([
    ["integers", [number(1), number(-20)], "integer", [1, -20]],
    ["exponents and fractions", [number("1.5E-3"), number("2e3")], "number", [0.0015, 2000]],
    ["what Excel stores for 0.1 + 0.2", [number("0.30000000000000004")], "number", [0.30000000000000004]],
    ["15 digits", [number("123456789012345")], "integer", [123456789012345]],
    [
      "N14: 17 digits that a double does not hold",
      [number("12345678901234567")],
      "string",
      ["12345678901234567"],
    ],
    ["a long number as programs write doubles", [number("123000000000000000000")], "number", [1.23e20]],
    ["numbers as text", [text("007"), text("12")], "string", ["007", "12"]],
    ["a number and a number as text", [number(7), text("8")], "string", ["7", "8"]],
    [
      "numbers and words for no value",
      [number(7), text("N/A"), text("-"), text("  ")],
      "integer",
      [7, null, null, null],
    ],
    [
      "booleans",
      [
        ['t="b"', "<v>1</v>"],
        ['t="b"', "<v>0</v>"],
      ],
      "boolean",
      [true, false],
    ],
    ["booleans and text", [['t="b"', "<v>1</v>"], text("maybe")], "string", ["true", "maybe"]],
    ["yes and no as text", [text("yes"), text("no")], "string", ["yes", "no"]],
    ["dates by a format of the file", [number(45306, DATE)], "date", ["2024-01-15"]],
    [
      "dates and times",
      [number(45306.4375, DATETIME), number(45307, DATETIME)],
      "datetime",
      ["2024-01-15T10:30:00", "2024-01-16T00:00:00"],
    ],
    [
      "a date with a time where only days are shown",
      [number(45306, DATE), number(45306.5, DATE)],
      "datetime",
      ["2024-01-15T00:00:00", "2024-01-15T12:00:00"],
    ],
    ["times of day", [number(0.4375, TIME), number(0, TIME)], "string", ["10:30:00", "00:00:00"]],
    [
      "milliseconds, and a serial just below midnight",
      [number("45306.000001446", DATETIME), number("45306.9999999999", DATETIME)],
      "datetime",
      ["2024-01-15T00:00:00.125", "2024-01-16T00:00:00"],
    ],
    [
      "dates in ISO 8601",
      [
        ['t="d"', "<v>2024-01-15</v>"],
        ['t="d" s="1"', "<v>2024-01-16T00:00:00</v>"],
      ],
      "date",
      ["2024-01-15", "2024-01-16"],
    ],
    [
      "dates and times in ISO 8601",
      [['t="d"', "<v>2024-01-15T10:30:00</v>"], number(45307, DATETIME)],
      "datetime",
      ["2024-01-15T10:30:00", "2024-01-16T00:00:00"],
    ],
    [
      "dates and dates as text",
      [number(45306, DATE), text("2024-01-16")],
      "date",
      ["2024-01-15", "2024-01-16"],
    ],
    ["dates as text alone", [text("15.01.2024"), text("16.01.2024")], "date", ["2024-01-15", "2024-01-16"]],
    ["dates and a number", [number(45306, DATE), number(5)], "string", ["2024-01-15", "5"]],
    ["percent", [number(0.125, PERCENT), number(1, PERCENT)], "number:percent", [0.125, 1]],
    ["percent and plain numbers", [number(0.125, PERCENT), number(3)], "number", [0.125, 3]],
    ["amounts in one currency", [number(5, EURO), number(7.5, EURO)], "number:currency:EUR", [5, 7.5]],
    ["amounts in two currencies", [number(5, EURO), number(7, DOLLAR)], "integer", [5, 7]],
    [
      "lengths of time",
      [number(1.5, DURATION), number("0.0000115740740740741", DURATION)],
      "number:duration",
      [129_600, 1],
    ],
    ["lengths of time and text", [number(1.5, DURATION), text("none")], "string", ["36:00:00", "none"]],
    [
      "a formula's text",
      [
        ['t="str"', '<f>A1&amp;"x"</f><v>vx</v>'],
        ['t="str"', "<f>A2</f><v></v>"],
      ],
      "string",
      ["vx", null],
    ],
    ["a formula's number", [["", "<f>1+1</f><v>2</v>"]], "integer", [2]],
    [
      "an array's formula, and one that is shared",
      [
        ["", '<f t="array" ref="A2">SUM(1)</f><v>1</v>'],
        ["", '<f t="shared" si="0"/><v>2</v>'],
      ],
      "integer",
      [1, 2],
    ],
    [
      "rich text",
      [
        [
          't="inlineStr"',
          '<is><r><rPr><b/></rPr><t>bold</t></r><r><t xml:space="preserve"> plain</t></r></is>',
        ],
      ],
      "string",
      ["bold plain"],
    ],
    [
      "how a text is spoken is no text",
      [['t="inlineStr"', '<is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is>']],
      "string",
      ["東京"],
    ],
    [
      "what XML cannot hold",
      [text("a_x0007_b"), text("_x005F_x0007_"), text("_x0000_")],
      "string",
      ["a\u0007b", "_x0007_", "_x0000_"],
    ],
    [
      "references and line ends",
      [text("&lt;a&gt; &amp; &quot;b&quot; &#10;&#x1F600;"), text("a\r\nb")],
      "string",
      ['<a> & "b" \n😀', "a\nb"],
    ],
    ["CDATA and comments", [text("<![CDATA[<a> & b]]>"), text("a<!-- no -->b")], "string", ["<a> & b", "ab"]],
    ["blanks at the ends", [text("  a  ")], "string", ["  a  "]],
    [
      "no value at all",
      [
        ["", ""],
        ['t="s"', ""],
      ],
      "string",
      [null, null],
    ],
  ])("%s", async (_name, cells, type, values) => {
    const read = await column(cells);
    expect([read.type, read.values, read.bad, read.badCells]).toEqual([type, values, [], []]);
  });

  test("shared strings: plain, in runs, empty, and one that does not exist", async () => {
    const strings =
      "<si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r></si><si><t/></si><si><t>&amp;</t></si>";
    const cells = [0, 1, 2, 3, 0, 9].map((index) => ['t="s"', `<v>${index}</v>`] as const);
    const read = await column(cells, { strings });
    expect(read.values).toEqual(["one", "two", null, "&", "one", null]);
    expect(read.badCells).toMatchObject([{ line: 7, code: "no_stored_value" }]);
  });
});

describe("the two ways of counting days", () => {
  test.each<[name: string, serial: number | string, is1904: boolean, date: string | null]>([
    ["the first day", 1, false, "1900-01-01"],
    ["the day before the one that never was", 59, false, "1900-02-28"],
    ["29 February 1900, which never was", 60, false, null],
    ["the day behind it", 61, false, "1900-03-01"],
    ["a leap day", 45351, false, "2024-02-29"],
    ["29 February 2000", 36585, false, "2000-02-29"],
    ["the last day", 2958465, false, "9999-12-31"],
    ["a day too many", 2958466, false, null],
    ["no day, as a reference to an empty cell gives it", 0, false, null],
    ["a negative number", -1, false, null],
    ["1904: the first day", 0, true, "1904-01-01"],
    ["1904: the same day as 45306 otherwise", 43844, true, "2024-01-15"],
    ["1904: the last day", 2957003, true, "9999-12-31"],
  ])("%s", async (_name, serial, is1904, date) => {
    const read = await column([number(serial, DATE), number(43000, DATE)], { is1904 });
    expect([read.type, read.values[0]]).toEqual(["date", date]);
    const problem = { row: 1, line: 2, column: "v", value: String(serial), code: "not_a_date" };
    expect(read.badCells).toMatchObject(date === null ? [problem] : []);
  });
});

describe("cells that are left empty", () => {
  test("errors are reported, and do not change the type of their column", async () => {
    const read = await column([
      number(1),
      ['t="e"', "<v>#N/A</v>"],
      ['t="e"', "<f>1/0</f><v>#DIV/0!</v>"],
      number(4),
    ]);
    expect([read.type, read.values, read.bad]).toEqual(["integer", [1, null, null, 4], []]);
    expect(read.badCells).toEqual([
      {
        row: 2,
        line: 3,
        column: "v",
        value: "#N/A",
        code: "cell_error",
        message: 'The cell in "v" holds the error #N/A; it was left empty.',
        raw: "",
      },
      expect.objectContaining({ row: 3, line: 4, value: "#DIV/0!" }),
    ]);
  });

  test("a formula without a stored value, as openpyxl writes it and otherwise", async () => {
    const read = await column([["", "<f>SUM(B1:B9)</f>"], ["", "<f>1+1</f><v/>"], number(2)]);
    expect(read.values).toEqual([null, null, 2]);
    expect(read.badCells).toMatchObject([
      { row: 1, code: "no_stored_value" },
      {
        row: 2,
        code: "no_stored_value",
        message: 'The cell in "v" holds a formula whose result is not stored in the file; it was left empty.',
      },
    ]);
  });

  test("only the first 10,000 are listed, and the last one says so", async () => {
    const rows = Array.from({ length: 10_050 }, (_, at) => {
      return `<row><c t="e"><v>#REF!</v></c><c><v>${at}</v></c></row>`;
    });
    const { badCells, rows: values } = await readSheet(
      await workbookOf({ sheets: { Data: rowsXml([["v", "n"]]) + rows.join("") } }),
    );
    expect(values).toHaveLength(10_050);
    expect(badCells).toHaveLength(10_001);
    expect(badCells.at(-2)?.message).not.toContain("first 10,000");
    expect(badCells.at(-1)?.message).toContain("Only the first 10,000 such cells are listed");
  });
});

describe("rows that do not fit", () => {
  test("a declared type names row, column and value", async () => {
    const sheet = rowsXml(
      [
        ["Id", "Amount"],
        ["a", 1],
        ["b", "x,y"],
        ["c", "3.5"],
        ["d", null],
      ],
      5,
    );
    const { rows, bad } = await readSheet(await workbookOf({ sheets: { Data: sheet } }), {
      overrides: [{ name: "amount", type: "number" }],
    });
    expect(rows).toEqual([
      ["a", 1],
      ["c", 3.5],
      ["d", null],
    ]);
    expect(bad).toEqual([
      {
        row: 2,
        line: 7,
        code: "type_mismatch",
        column: "amount",
        value: "x,y",
        message: '"x,y" in "Amount" is not a number.',
        raw: 'b,"x,y"',
      },
    ]);
  });

  test("numbers are dates where dates are declared; true is 1 where booleans are", async () => {
    const sheet = rowsXml([
      ["When", "Paid"],
      [45306, 1],
      [45307, 0],
    ]);
    const read = await readSheet(await workbookOf({ sheets: { Data: sheet } }), {
      overrides: [
        { name: "when", type: "date" },
        { name: "paid", type: "boolean" },
      ],
    });
    expect(read.rows).toEqual([
      ["2024-01-15", true],
      ["2024-01-16", false],
    ]);
  });

  test("when every row is bad the failure says so", async () => {
    const sheet = rowsXml([
      ["a", "b"],
      ["x", 1],
      ["y", 2],
    ]);
    const reading = readSheet(await workbookOf({ sheets: { Data: sheet } }), {
      overrides: [{ name: "a", type: "integer" }],
    });
    await expect(reading).rejects.toMatchObject({
      code: "no_good_rows",
      message:
        'All 2 rows could not be read. Most often (2): "x" in "a" is not an integer. First in row 2. Check the types of the fields, and send it again.',
    });
  });

  test("a cell of more than 1,000,000 bytes and a row of more than 1,900,000 characters", async () => {
    const long = "x".repeat(1_000_001);
    const half = "y".repeat(700_000);
    const rows = [
      ["a", "b", "c"],
      ["1", long, "z"],
      [half, half, half],
      ["2", "ok", "ok"],
    ];
    const { rows: good, bad } = await readSheet(await workbookOf({ sheets: { Data: rowsXml(rows) } }));
    expect(good).toEqual([["2", "ok", "ok"]]);
    expect(bad).toMatchObject([
      { row: 1, line: 2, column: "b", code: "cell_too_large" },
      { row: 2, line: 3, column: null, code: "row_too_large" },
    ]);
  });

  test("one long text that a row repeats in each cell is not put together", async () => {
    const cells = `<c t="s"><v>0</v></c>`.repeat(900);
    const sheet = `<row><c><v>1</v></c></row><row>${cells}</row>`;
    const strings = `<si><t>${"z".repeat(900_000)}</t></si>`;
    const { rows, bad } = await readSheet(await workbookOf({ sheets: { Data: sheet }, strings }), {
      hasHeader: false,
    });
    expect(rows).toHaveLength(1);
    expect(bad).toMatchObject([{ row: 2, code: "row_too_large" }]);
  });
});

describe("ways of writing the same", () => {
  const plain = rowsXml([
    ["Id", "Name"],
    [1, "Ann"],
    [2, "Bo"],
  ]);
  const expected = [
    [1, "Ann"],
    [2, "Bo"],
  ];
  const prefixed = (xml: string) => xml.replace(/<(\/?)(?=[a-z])/g, "<$1x:");

  test.each<[name: string, parts: Parts]>([
    ["without references", { sheets: { Data: plain.replace(/ r="[A-Z]*\d+"/g, "") } }],
    [
      "with a namespace prefix",
      {
        sheets: { Data: "" },
        parts: {
          "xl/worksheets/sheet1.xml": `<x:worksheet xmlns:x="${MAIN}"><x:sheetData>${prefixed(plain)}</x:sheetData></x:worksheet>`,
        },
      },
    ],
    [
      "strict, pretty-printed, with single quotes",
      {
        sheets: { Data: "" },
        parts: {
          "xl/worksheets/sheet1.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main" conformance="strict">\n <sheetData>${plain.replaceAll("><", ">\n  <").replaceAll('"', "'")}\n </sheetData>\n</worksheet>\n`,
        },
      },
    ],
    [
      "in UTF-16 with a byte order mark",
      {
        sheets: { Data: "" },
        parts: {
          "xl/worksheets/sheet1.xml": new Uint8Array(
            Uint16Array.from(
              [...`\ufeff<worksheet xmlns="${MAIN}"><sheetData>${plain}</sheetData></worksheet>`].map((c) =>
                c.charCodeAt(0),
              ),
            ).buffer,
          ),
        },
      },
    ],
    [
      "with spans, heights and foreign attributes",
      { sheets: { Data: plain.replaceAll("<row ", '<row spans="1:2" x14ac:dyDescent="0.25" ') } },
    ],
    [
      "with cells from right to left",
      { sheets: { Data: plain.replace(/(<c r="A.*?<\/c>)(<c r="B.*?<\/c>)/g, "$2$1") } },
    ],
    [
      "with empty cells out to the last column",
      { sheets: { Data: plain.replaceAll("</row>", '<c r="XFD9" s="3"/></row>') } },
    ],
  ])("%s", async (_name, parts) => {
    const read = await readSheet(await workbookOf(parts), {}, [1000]);
    expect(fieldsOf(read)).toEqual(["id: integer", "name: string"]);
    expect(read.rows).toEqual(expected);
  });

  test.each([1, 2, 3, 7, 100])("in pieces of %i bytes", async (size) => {
    const sheet = rowsXml([
      ["Id", "Näme &amp; &#x1F600;"],
      [1, "a&lt;b"],
      [2, "😀"],
    ]);
    const bytes = await workbookOf({ sheets: { Data: sheet } }, { compression: "STORE" });
    const read = await readSheet(bytes, {}, [size]);
    expect(read.form.fields.map(({ label }) => label)).toEqual(["Id", "Näme & 😀"]);
    expect(read.rows).toEqual([
      [1, "a<b"],
      [2, "😀"],
    ]);
  });
});
