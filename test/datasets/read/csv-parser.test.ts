import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CsvParser } from "../../../src/datasets/read/csv-parser";
import type { CsvDialect, Fault } from "../../../src/datasets/read/form";

const COMMAS: CsvDialect = { delimiter: ",", quote: '"', quoteAfterSpace: false, skipRecords: 0 };

interface Seen {
  readonly records: { cells: string[]; line: number; raw: string }[];
  readonly faults: (Fault & { line: number; raw: string })[];
}

function parse(pieces: readonly string[], names: readonly string[] | null = null, dialect = COMMAS): Seen {
  const seen: Seen = { records: [], faults: [] };
  const parser = new CsvParser(dialect, names, {
    record: (cells, line, raw) => void seen.records.push({ cells, line, raw: raw() }),
    fault: (fault, line, raw) => void seen.faults.push({ ...fault, line, raw }),
  });
  for (const piece of pieces) parser.write(piece);
  parser.end();
  return seen;
}

function cells(text: string, dialect = COMMAS): string[][] {
  return parse([text], null, dialect).records.map((record) => record.cells);
}

describe("RFC 4180 and what spreadsheets accept", () => {
  test.each<[name: string, text: string, rows: string[][]]>([
    [
      "LF",
      "a,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "CRLF",
      "a,b\r\n1,2\r\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "CR",
      "a,b\r1,2\r",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ["mixed line ends", "a\rb\nc\r\nd", [["a"], ["b"], ["c"], ["d"]]],
    [
      "no line end at the end",
      "a,b\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "an empty last cell",
      "a,b\n1,",
      [
        ["a", "b"],
        ["1", ""],
      ],
    ],
    ["empty cells", ",,\n", [["", "", ""]]],
    ["empty and blank lines are no rows", "\n\na\n\r\n  \r\nb\n\n", [["a"], ["b"]]],
    ["a quoted empty cell is a row", 'a\n""\n', [["a"], [""]]],
    ["a comma in quotes", '"a,b",c\n', [["a,b", "c"]]],
    ["doubled quotes", '"say ""hi""",""""\n', [['say "hi"', '"']]],
    ["line ends in quotes", '"a\nb\r\nc\rd",e\n', [["a\nb\r\nc\rd", "e"]]],
    ["text behind a closing quote", '"a"b,c\n', [["ab", "c"]]],
    ["quotes behind a closing quote", '"a"b"c",d\n', [['ab"c"', "d"]]],
    ["a quote in an unquoted cell", "6'2\",x\n", [["6'2\"", "x"]]],
    ["blanks are kept", ' a , "b" \n', [[" a ", ' "b" ']]],
    ["a quote at the end of the file", 'a,"b"', [["a", "b"]]],
  ])("%s", (_name, text, rows) => {
    expect(cells(text)).toEqual(rows);
  });

  test.each([";", "\t", "|", "^"])("delimiter %j", (delimiter) => {
    expect(cells(`a${delimiter}"b${delimiter}c"\n`, { ...COMMAS, delimiter })).toEqual([
      ["a", `b${delimiter}c`],
    ]);
  });

  test("one column without a delimiter keeps commas", () => {
    expect(cells("a, b\nc\n", { ...COMMAS, delimiter: null })).toEqual([["a, b"], ["c"]]);
  });

  test("apostrophes as quotes, and blanks before a quote, by dialect", () => {
    expect(cells("'a,b',c\n", { ...COMMAS, quote: "'" })).toEqual([["a,b", "c"]]);
    expect(cells('1, "a, b", c\n', { ...COMMAS, quoteAfterSpace: true })).toEqual([["1", "a, b", " c"]]);
  });

  test("lines are physical lines where the row starts", () => {
    const { records } = parse(['a\n\n"b\r\nc",d\r\n\r\ne\rf\n']);
    expect(records.map(({ line }) => line)).toEqual([1, 3, 6, 7]);
  });

  test("the raw text of a row is what stands in the file", () => {
    const { records } = parse(['"a""b" ,c\r\nd,e\n']);
    expect(records.map(({ raw }) => raw)).toEqual(['"a""b" ,c', "d,e"]);
  });
});

describe("unclosed quotes", () => {
  const names = ["id", "name", "note"];

  test("E33: a stray quote costs its own line, not the rows behind it", () => {
    const { records, faults } = parse(['1,"abc,x\n2,def,y\n3,ghi,z\n'], names);
    expect(faults).toMatchObject([{ code: "unterminated_quote", line: 1, raw: '1,"abc,x' }]);
    expect(records).toMatchObject([
      { cells: ["2", "def", "y"], line: 2 },
      { cells: ["3", "ghi", "z"], line: 3 },
    ]);
  });

  test.each([
    ["closed by a quote further down", '1,"abc,x\n2,def,y\n3,"ghi",z\n', [2, 3]],
    ["closed by the next line", '1,"abc,x\n2,"def",y\n3,ghi,z\n', [2, 3]],
    ["closed at a line end, with too few cells", '1,"abc,x\n2,def,6\'2"\n3,ghi,z\n', [2, 3]],
    ["behind a good cell with line ends", '1,"a\nb",x\n2,"abc,x\n3,def,y\n', [1, 4]],
  ])("stray quote %s", (_name, text, lines) => {
    const { records, faults } = parse([text], names);
    expect(faults.map(({ code }) => code)).toEqual(["unterminated_quote"]);
    expect(records.map(({ line }) => line)).toEqual(lines);
  });

  test("a cell cut at the end of the file takes its text in and says from where", () => {
    const { records, faults } = parse(['1,a,b\n2,x,"some text\nmore text, no row\nthe end'], names);
    expect(records).toHaveLength(1);
    expect(faults).toEqual([
      {
        code: "unterminated_quote",
        message:
          "The quote opened on line 2 is never closed and takes in the 2 lines to the end of the file.",
        column: "note",
        value: "some text\nmore text, no row\nthe end",
        line: 2,
        raw: '2,x,"some text\nmore text, no row\nthe end',
      },
    ]);
  });

  test("a good cell over many lines, each like a row, stays a cell", () => {
    const { records, faults } = parse(['1,"a,b,c\nd,e,f\ng,h,i",x\n2,b,y\n'], names);
    expect(faults).toEqual([]);
    expect(records.map((record) => record.cells[1])).toEqual(["a,b,c\nd,e,f\ng,h,i", "b"]);
  });
});

describe("caps", () => {
  const names = ["id", "text", "end"];
  const chunk = "x".repeat(100_000);

  function held(pieces: Iterable<string>): { seen: Seen; most: number } {
    const seen: Seen = { records: [], faults: [] };
    const parser = new CsvParser(COMMAS, names, {
      record: (found, line, raw) => void seen.records.push({ cells: found, line, raw: raw() }),
      fault: (fault, line, raw) => void seen.faults.push({ ...fault, line, raw }),
    });
    let most = 0;
    for (const piece of pieces) {
      parser.write(piece);
      most = Math.max(most, parser.held);
    }
    parser.end();
    return { seen, most };
  }

  test.each([
    ["unquoted", "", ""],
    ["quoted", '"', '"'],
  ])("a 10 MB cell, %s, is passed over without being held", (_name, open, close) => {
    const { seen, most } = held(["1,a,b\n", `2,${open}`, ...Array(100).fill(chunk), `${close},c\n3,d,e\n`]);
    expect(seen.records.map(({ line }) => line)).toEqual([1, 3]);
    expect(seen.faults).toMatchObject([{ code: "cell_too_large", column: "text", line: 2 }]);
    expect(seen.faults[0]?.raw.length).toBeLessThanOrEqual(10_240);
    expect(most).toBeLessThan(4_000_000);
  });

  test("line ends inside a cell that is passed over still count", () => {
    const lines = Array(100).fill(`${chunk}\r\n`);
    const { seen } = held(['1,"', ...lines, '",b\n2,c,d\n']);
    expect(seen.faults).toMatchObject([{ code: "cell_too_large", line: 1 }]);
    expect(seen.records).toMatchObject([{ line: 102 }]);
  });

  test("1,000,000 bytes pass and one more does not, also in bytes of more than one a character", () => {
    expect(held([`1,${"x".repeat(1_000_000)},b\n`]).seen.records).toHaveLength(1);
    expect(held([`1,${"x".repeat(1_000_001)},b\n`]).seen.faults).toMatchObject([{ code: "cell_too_large" }]);
    expect(held([`1,${"é".repeat(500_000)},b\n`]).seen.records).toHaveLength(1);
    expect(held([`1,${"é".repeat(500_001)},b\n`]).seen.faults).toMatchObject([{ code: "cell_too_large" }]);
  });

  test("many cells that make too large a row", () => {
    const { seen, most } = held([...Array(300).fill(`${"y".repeat(9_999)},`), "\n1,a,b\n"]);
    expect(seen.faults).toMatchObject([{ code: "row_too_large", line: 1 }]);
    expect(seen.records).toMatchObject([{ line: 2 }]);
    expect(most).toBeLessThan(4_000_000);
  });

  test("an unclosed quote before megabytes that are no rows is reported with its line", () => {
    const { seen, most } = held(["1,a,b\n", '2,"', ...Array(60).fill(`${chunk}\n`)]);
    expect(seen.faults).toMatchObject([{ code: "unterminated_quote", line: 2 }]);
    expect(seen.faults[0]?.message).toContain("opened on line 2");
    expect(seen.faults[0]?.message).toContain("60 lines");
    expect(most).toBeLessThan(4_000_000);
  });

  test("an unclosed quote before megabytes of rows costs one line", () => {
    const rows = Array.from({ length: 400 }, (_, index) => `${index},${"z".repeat(10_000)},e\n`);
    const { seen, most } = held(['0,"abc,d\n', ...rows]);
    expect(seen.faults).toMatchObject([{ code: "unterminated_quote", line: 1 }]);
    expect(seen.records).toHaveLength(400);
    expect(most).toBeLessThan(4_000_000);
  });
});

describe("any split of the text gives the same", () => {
  const fragment = fc.constantFrom(
    '"',
    '""',
    ",",
    "\n",
    "\r\n",
    "\r",
    "a",
    "bc",
    " ",
    "\0",
    "é",
    "1,2,3\n",
    '"x",',
  );
  const text = fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join(""));
  const cuts = fc.array(fc.nat({ max: 80 }), { maxLength: 12 });

  test.each([
    ["before the header is known", null],
    ["with three columns", ["a", "b", "c"]],
  ])("%s", (_name, names) => {
    fc.assert(
      fc.property(text, cuts, (whole, at) => {
        const edges = [0, ...at.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length];
        const pieces = edges.slice(1).map((edge, index) => whole.slice(edges[index], edge));
        expect(parse(pieces, names)).toEqual(parse([whole], names));
        expect(parse([...whole], names)).toEqual(parse([whole], names));
      }),
      { numRuns: 600 },
    );
  });
});

describe("what is written is read back", () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", ";", " ", "ß", "日", "'") }),
    fc.string({ unit: "grapheme" }).map((value) => value.replaceAll("\0", "")),
  );
  const table = fc
    .integer({ min: 1, max: 6 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 12 }));

  test.each(["\n", "\r\n", "\r"])("with line end %j", (lineEnd) => {
    fc.assert(
      fc.property(table, fc.constantFrom(",", ";", "\t", "|"), (rows, delimiter) => {
        const text = rows
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter) + lineEnd)
          .join("");
        expect(cells(text, { ...COMMAS, delimiter })).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });
});
