import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNumber } from "../../../src/datasets/read/numbers";
import { readAll, readColumn, typesOf } from "./tables";

describe("numbers that become numbers", () => {
  test.each<[name: string, type: string, cells: string[], values: (number | null)[]]>([
    ["integers", "integer", ["1", "-2", "0", "", "123456789012345"], [1, -2, 0, null, 123456789012345]],
    ["minus zero", "integer", ["-0", "5"], [0, 5]],
    ["blanks around", "integer", [" 7", "8 ", "\t9"], [7, 8, 9]],
    ["fractions", "number", ["1.5", "-0.25", "3", ".5"], [1.5, -0.25, 3, 0.5]],
    ["decimal comma", "number", ["1,5", "-0,25", "3"], [1.5, -0.25, 3]],
    ["thousands by comma", "integer", ["1,234", "12", "1,234,567"], [1234, 12, 1234567]],
    ["thousands by comma, with decimals", "number", ["1,234.50", "0.99"], [1234.5, 0.99]],
    ["thousands by dot, with decimals", "number", ["1.234,50", "0,99"], [1234.5, 0.99]],
    ["thousands by dot alone", "integer", ["1.234.567", "1.234"], [1234567, 1234]],
    ["thousands by blanks", "number", ["1 234,56", "12 345 678,9"], [1234.56, 12345678.9]],
    ["thousands by no-break blanks", "number", ["1\u00a0234,5", "2\u202f345,6"], [1234.5, 2345.6]],
    ["thousands as in Switzerland", "number", ["1'234.50", "2’345’678.25"], [1234.5, 2345678.25]],
    ["thousands as in India", "integer", ["12,34,567", "1,00,000"], [1234567, 100000]],
    ["ambiguous commas are thousands", "integer", ["1,234", "5,678"], [1234, 5678]],
    ["ambiguous dots are fractions", "number", ["1.234", "5.678"], [1.234, 5.678]],
    ["exponents", "number", ["1e5", "1.5E-3", "2"], [100000, 0.0015, 2]],
    ["plus signs", "number", ["+1.5", "+2", "-3"], [1.5, 2, -3]],
    ["accounting negatives", "number", ["(1,234.00)", "5.50"], [-1234, 5.5]],
    ["minus behind", "number", ["12.5-", "3"], [-12.5, 3]],
    ["typographic minus", "integer", ["−5", "6"], [-5, 6]],
    [
      "null tokens",
      "integer",
      ["1", "NA", "N/A", "null", "NaN", "-", "#N/A", "None"],
      [1, ...Array(7).fill(null)],
    ],
    ["percents", "number:percent", ["12.5%", "100 %", "-3%", "0.1%"], [0.125, 1, -0.03, 0.001]],
    ["dollars", "number:currency:USD", ["$1,234.50", "-$5", "$-6", "($7.25)"], [1234.5, -5, -6, -7.25]],
    ["dollars in accounts", "number:currency:USD", ["$ 1,000.00", "$(2.50)", "-"], [1000, -2.5, null]],
    ["euros behind", "number:currency:EUR", ["1.234,50 €", "-5 €", "6€"], [1234.5, -5, 6]],
    ["pounds", "number:currency:GBP", ["£1", "£2.50"], [1, 2.5]],
    ["yen", "number:currency:JPY", ["¥1,000", "¥20"], [1000, 20]],
    ["rupees", "number:currency:INR", ["₹1,00,000", "₹5"], [100000, 5]],
    ["currency codes", "number:currency:CHF", ["CHF 1'234.50", "5 CHF"], [1234.5, 5]],
    ["17 digits of fraction", "number", ["0.71402118528264123"], [0.7140211852826412]],
  ])("%s", async (_name, type, cells, values) => {
    expect(await readColumn(cells)).toEqual({ type, values, bad: [] });
  });
});

describe("numbers that stay text, exactly as written", () => {
  test.each<[name: string, cells: string[]]>([
    ["leading zeros", ["007", "42"]],
    ["leading zeros alone", ["00", "01"]],
    ["leading zeros before a fraction", ["00.5", "1.5"]],
    ["16 digits", ["1234567890123456", "1"]],
    ["17 digits", ["12345678901234567"]],
    ["16 digits before a fraction", ["1234567890123456.5"]],
    ["grouped 18 digits", ["123,456,789,012,345,678"]],
    ["phone numbers", ["+15551234567", "+493090182000"]],
    ["phone numbers with blanks", ["+49 30 901820", "+1 555 123 4567"]],
    ["phone numbers as in RFC 5733", ["+1.4805058800"]],
    ["phone numbers with dashes", ["555-1234"]],
    ["numbers of nine digits in threes", ["552 100 554", "612 345 678"]],
    ["items and footnotes", ["(1)", "(2)"]],
    ["a word among numbers", ["1", "2", "three"]],
    ["NA in a column of text stays", ["NA", "EU", "AS"]],
    ["null tokens alone", ["NA", "-"]],
    ["malformed groups", ["1,23,4", "12"]],
    ["groups of four", ["1234,5678.0"]],
    ["two decimal marks", ["1.5", "1,5"]],
    ["some percents", ["12%", "0.5"]],
    ["two currencies", ["$5", "€5"]],
    ["some amounts without the currency", ["$5", "6"]],
    ["infinity", ["Infinity", "1"]],
    ["overflow", ["1e400", "1"]],
    ["underflow", ["1e-400", "1"]],
    ["hexadecimal", ["0x1F", "1"]],
    ["underscores", ["1_000"]],
    ["a mark at the end", ["1.", "2."]],
    ["versions", ["1.2.3", "1.2.10"]],
    ["IP addresses", ["10.0.0.1", "192.168.0.1"]],
    ["names with a code", ["TOP 10", "PEN 3"]],
    ["times", ["10:31", "23:59"]],
  ])("%s", async (_name, cells) => {
    expect(await readColumn(cells)).toEqual({ type: "string", values: cells, bad: [] });
  });
});

describe("the decimal mark is decided for the column, then by the file", () => {
  test("a sure value decides the ambiguous ones of its column", async () => {
    expect(await readColumn(["1,234", "1,5"])).toMatchObject({ type: "number", values: [1.234, 1.5] });
    expect(await readColumn(["1.234", "1.5"])).toMatchObject({ type: "number", values: [1.234, 1.5] });
    expect(await readColumn(["1,234", "1.5"])).toMatchObject({ type: "number", values: [1234, 1.5] });
    expect(await readColumn(["1.234", "1,5"])).toMatchObject({ type: "number", values: [1234, 1.5] });
  });

  test("a sure column decides the ambiguous ones of its file", async () => {
    const comma = await readAll("a;b\n1.234;1,5\n");
    expect(comma.rows).toEqual([[1234, 1.5]]);
    const point = await readAll("a;b\n1.234;1.5\n");
    expect(point.rows).toEqual([[1.234, 1.5]]);
    const grouped = await readAll('a,b\n"1,234","1,5"\n');
    expect(grouped.rows).toEqual([[1.234, 1.5]]);
  });

  test("in a ; file an ambiguous comma is decimal, and a dot parts thousands beside smaller numbers", async () => {
    expect((await readAll("a;b\n1,234;x\n")).rows).toEqual([[1.234, "x"]]);
    expect((await readAll("a;b\n1.234;x\n950;y\n")).rows).toEqual([
      [1234, "x"],
      [950, "y"],
    ]);
    expect((await readAll("a;b\n1.234;x\n9.500;y\n")).rows).toEqual([
      [1.234, "x"],
      [9.5, "y"],
    ]);
  });

  test("each column of a German file", async () => {
    const read = await readAll("Nr;Betrag;Anteil\n007;1.234,50 €;12,5 %\n008;-0,99 €;0,1 %\n");
    expect(typesOf(read)).toEqual(["string", "number:currency:EUR", "number:percent"]);
    expect(read.rows).toEqual([
      ["007", 1234.5, 0.125],
      ["008", -0.99, 0.001],
    ]);
  });
});

describe("parsing is exact", () => {
  test("every double survives its shortest text, whatever its dress", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e15, max: 1e15, minExcluded: true, maxExcluded: true }),
        (value) => {
          const text = String(value);
          const expected = value === 0 ? 0 : value;
          expect(parseNumber(text, ".")).toBe(expected);
          expect(parseNumber(text.replace(".", ","), ",")).toBe(expected);
          if (!text.includes("e")) expect(parseNumber(`${text} €`, ".")).toBe(expected);
        },
      ),
    );
  });

  test("a percentage is the double nearest to its value", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        fc.integer({ min: 0, max: 6 }),
        (digits, decimals) => {
          const text = (digits / 10 ** decimals).toFixed(decimals);
          const expected = Number(`${text}e-2`);
          expect(parseNumber(`${text}%`, ".")).toBe(expected === 0 ? 0 : expected);
        },
      ),
    );
  });

  test("grouped numbers equal their bare digits", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999_999 }),
        fc.integer({ min: 0, max: 99 }),
        (whole, cents) => {
          const fraction = String(cents).padStart(2, "0");
          const grouped = whole.toLocaleString("en");
          const expected = Number(`${whole}.${fraction}`);
          expect(parseNumber(`${grouped}.${fraction}`, ".")).toBe(expected);
          expect(parseNumber(`${grouped.replaceAll(",", ".")},${fraction}`, ",")).toBe(expected);
          expect(parseNumber(`${grouped.replaceAll(",", "\u202f")},${fraction}`, ",")).toBe(expected);
        },
      ),
    );
  });
});
