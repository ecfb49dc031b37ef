import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Field } from "../../../src/datasets/field";
import { type FilterErrors, readFilters } from "../../../src/datasets/query/filters";
import { countRows, readPages, wholeRows } from "../../../src/datasets/query/pages";
import { foldingOf, MAX_FOLDED_LETTERS } from "../../../src/datasets/query/sql/folding";
import type { Row } from "../../../src/render/document";
import hostile from "../../data/security/csv-payload.txt?raw";
import scripts from "../../data/security/xss_payloads_quick.txt?raw";
import { tableOf } from "./table-of";

const FIELDS: Field[] = [
  { name: "id", label: "Id", type: "string" },
  { name: "text", label: "Text", type: "string" },
  { name: "number", label: "Number", type: "number" },
  { name: "integer", label: "Integer", type: "integer" },
  { name: "boolean", label: "Boolean", type: "boolean" },
  { name: "date", label: "Date", type: "date" },
  { name: "at", label: "At", type: "datetime" },
];

const ROWS: Row[] = [
  ["a", "Ann", 1.5, 1, true, "2024-02-28", "2024-02-28T10:00:00"],
  ["b", "ann", -0.1, 2, false, "2024-02-29", "2024-02-29T00:00:00"],
  ["c", "Émile", 0.30000000000000004, 3, true, "2024-03-01", "2024-02-29T23:59:59.5"],
  ["d", "50 % off_", 1e300, 999_999_999_999_999, false, "9999-12-31", "9999-12-31T23:59:59"],
  ["e", null, null, null, null, null, null],
  ["f", "", 0, 0, false, "0001-01-01", "0001-01-01T00:00:00"],
];

/** Ids of the rows that a filter lets through. */
async function matching(rows: readonly Row[], filters: Record<string, unknown>, timeZone = "UTC") {
  const errors: FilterErrors = {};
  const conditions = readFilters(filters, FIELDS, errors).flatMap((filter) => filter.conditions);
  expect(errors).toEqual({});
  const query = { ...wholeRows(await tableOf(rows), FIELDS), conditions, timeZone };
  const found: Row[] = [];
  for await (const page of readPages(env.ROWS_0, query)) found.push(...page);
  expect(await countRows(env.ROWS_0, query)).toBe(found.length);
  return found.map(([id]) => id).join("");
}

describe("B9 B10 B12 B13 B14: each operator on each type", () => {
  it.each<[Record<string, unknown>, string]>([
    [{ text: "Ann" }, "a"],
    [{ text: { ne: "Ann" } }, "bcdef"],
    [{ text: ["ann", "Émile"] }, "bc"],
    [{ text: { in: ["ann", null] } }, "be"],
    [{ text: { in: [] } }, ""],
    [{ text: [] }, ""],
    [{ text: { not_in: ["Ann", "ann"] } }, "cdef"],
    [{ text: { not_in: ["Ann", null] } }, "bcdf"],
    [{ text: { not_in: [] } }, "abcdef"],
    [{ text: { gt: "Ann" } }, "c"],
    [{ text: { gte: "ANN" } }, "abc"],
    [{ text: { lt: "ann" } }, "df"],
    [{ text: { lte: "ann" } }, "abdf"],
    [{ text: { min: "a", max: "b" } }, "ab"],
    [{ text: "" }, "f"],
    [{ text: null }, "e"],
    [{ text: { is_null: false } }, "abcdf"],
    [{ text: { contains: "N" } }, "ab"],
    [{ text: { starts_with: "AN" } }, "ab"],
    [{ text: { starts_with: "nn" } }, ""],
    [{ text: { contains: "" } }, "abcdf"],
    [{ number: 1.5 }, "a"],
    [{ number: "1.50" }, "a"],
    [{ number: 0.30000000000000004 }, "c"],
    [{ number: 0.3 }, ""],
    [{ number: -0 }, "f"],
    [{ number: { ne: 0 } }, "abcde"],
    [{ number: { gt: 0 } }, "acd"],
    [{ number: { gte: 0 } }, "acdf"],
    [{ number: { lt: 0 } }, "b"],
    [{ number: { lte: "1e300" } }, "abcdf"],
    [{ number: { min: -0.1, max: 0 } }, "bf"],
    [{ number: [1.5, "-0.1", null] }, "abe"],
    [{ number: { not_in: [1.5] } }, "bcdef"],
    [{ integer: 999_999_999_999_999 }, "d"],
    [{ integer: { gt: 1.5 } }, "bcd"],
    [{ integer: { in: ["1", 2] } }, "ab"],
    [{ integer: { min: 1, max: null } }, "abcd"],
    [{ integer: { lte: 2, ne: 1 } }, "bf"],
    [{ boolean: true }, "ac"],
    [{ boolean: "false" }, "bdf"],
    [{ boolean: { ne: true } }, "bdef"],
    [{ boolean: [true, null] }, "ace"],
    [{ boolean: { not_in: [true, false] } }, "e"],
    [{ date: "2024-02-29" }, "b"],
    [{ date: { start: "2024-02-29", end: "2024-03-01" } }, "bc"],
    [{ date: { gt: "2024-02-29" } }, "cd"],
    [{ date: { lt: "2024-02-29" } }, "af"],
    [{ date: { not_in: ["2024-02-29", "0001-01-01"] } }, "acde"],
    [{ at: "2024-02-29" }, "bc"],
    [{ at: { ne: "2024-02-29" } }, "adef"],
    [{ at: { lte: "2024-02-29" } }, "abcf"],
    [{ at: { lt: "2024-02-29" } }, "af"],
    [{ at: { gt: "2024-02-29" } }, "d"],
    [{ at: { gte: "2024-02-29" } }, "bcd"],
    [{ at: { lte: "9999-12-31" } }, "abcdf"],
    [{ at: "0001-01-01" }, "f"],
    [{ at: { gt: "2024-02-29T23:59:59" } }, "cd"],
    [{ at: { lt: "2024-02-29T23:59:59.50" } }, "abf"],
    [{ at: { lte: "2024-02-29T23:59:59.50" } }, "abcf"],
    [{ at: "2024-02-29T23:59:59.500" }, "c"],
    [{ at: "2024-02-29T00:00" }, "b"],
    [{ at: ["2024-02-28", "2024-02-29T23:59:59.5"] }, "ac"],
    [{ at: { not_in: ["2024-02-29", null] } }, "adf"],
    [{ text: { contains: "n" }, number: { gt: 0 }, boolean: true }, "a"],
  ])("%j", async (filters, expected) => {
    expect(await matching(ROWS, filters)).toBe(expected);
  });

  it("many conditions and long lists are one statement that D1 takes", async () => {
    const ids = Array.from({ length: 20_000 }, (_, at) => `x${at}`);
    const days = Array.from({ length: 500 }, () => "2024-02-29");
    const filters = Object.fromEntries(FIELDS.map(({ name }) => [name, { is_null: false, ne: null }]));
    const more = { ...filters, id: { in: [...ids, "b"], ne: "a", not_in: ids }, at: { in: days } };
    expect(await matching(ROWS, more)).toBe("b");
  });
});

describe("U37: text is found without regard to case in every alphabet", () => {
  const rows = (...texts: string[]): Row[] => texts.map((text, at) => [String(at), text]);

  it.each([
    ["É and é", "éCOLE", ["École", "ÉCOLE", "ecole", "école"], "013"],
    ["Cyrillic", "ПрИвЕт", ["ПРИВЕТ мир", "привет", "провет"], "01"],
    ["Greek with both forms of sigma", "οδοσ", ["ΟΔΟΣ", "οδος", "οδός"], "01"],
    ["the capital ß", "STRAßE", ["Straße", "STRAẞE", "Strasse"], "01"],
    ["Turkish letters as Unicode folds them, not as Turkey does", "i", ["I", "İ", "ı", "i"], "03"],
    ["signs that are letters", "k", ["K", "5 \u212a", "x"], "01"],
    ["letters beyond the first plane", "𐐨", ["𐐀", "𐐨", "𐐩"], "01"],
    ["the percent sign, which is no wildcard", "0 %", ["50 % off", "500 off"], "0"],
    ["the underscore, which is no wildcard", "a_b", ["a_b", "axb"], "0"],
    ["stars and brackets, which are none either", "*[a]?", ["x*[A]?", "xa"], "0"],
    ["Chinese", "小明", ["李小明", "李明"], "0"],
  ])("%s", async (_, needle, texts, expected) => {
    expect(await matching(rows(...texts), { text: { contains: needle } })).toBe(expected);
  });

  it("as many letters as are allowed, beside other conditions", async () => {
    const letters = [
      ..."абвгдежзиклмнопрстуфхцчшщъыьэюяёђѓєѕіїјљњћќўџàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėę",
    ];
    const most = letters.findIndex(
      (_, at) => foldingOf(letters.slice(0, at + 1).join("")).replacements.length === MAX_FOLDED_LETTERS,
    );
    const text = letters.slice(0, most + 1).join("");
    const others = Object.fromEntries(FIELDS.slice(2).map(({ name }) => [name, { ne: null }]));
    const row = ["0", text.toUpperCase(), 1, 1, true, "2024-01-01", "2024-01-01T00:00:00"];
    expect(await matching([row], { text: { contains: text, starts_with: text }, ...others })).toBe("0");
    const errors: FilterErrors = {};
    readFilters({ text: { contains: letters.join("") } }, FIELDS, errors);
    expect(errors).toEqual({ "filters.text": [expect.stringContaining("too many different letters")] });
  });
});

describe("B10: days and times in the report's time zone", () => {
  // Clocks in Berlin went from UTC+1 to UTC+2 on 2024-03-31 at 01:00 UTC, and back on 2024-10-27 at 01:00 UTC.
  const at = (...times: string[]): Row[] =>
    times.map((time, place) => [String(place), null, null, null, null, null, time]);
  const spring = at(
    "2024-03-30T22:59:59.999Z",
    "2024-03-30T23:00:00Z",
    "2024-03-31T21:59:59Z",
    "2024-03-31T22:00:00Z",
    "2024-03-31T22:00:00",
    "2024-03-30T23:00:00",
  );

  it.each<[Record<string, unknown>, string, string]>([
    [{ at: "2024-03-31" }, "Europe/Berlin", "124"],
    [{ at: "2024-03-31" }, "UTC", "234"],
    [{ at: { lt: "2024-03-31" } }, "Europe/Berlin", "05"],
    [{ at: { gt: "2024-03-31" } }, "Europe/Berlin", "3"],
    [{ at: { start: "2024-03-31", end: "2024-03-31" } }, "Europe/Berlin", "124"],
    [{ at: { not_in: ["2024-03-31"] } }, "Europe/Berlin", "035"],
    // A time without a zone is what clocks show: 23:59:59 in Berlin was 21:59:59 UTC by then.
    [{ at: "2024-03-31T23:59:59" }, "Europe/Berlin", "2"],
    // A time with one is that moment; values without a zone are what clocks of the report show.
    [{ at: { gte: "2024-03-31T22:00:00Z" } }, "Europe/Berlin", "3"],
    [{ at: { lte: "2024-03-30T22:00:00Z" } }, "Europe/Berlin", "5"],
  ])("%j in %s at the change to summer time", async (filters, timeZone, expected) => {
    expect(await matching(spring, filters, timeZone)).toBe(expected);
  });

  it("a day of 25 hours", async () => {
    const hours = Array.from({ length: 27 }, (_, hour) =>
      new Date(Date.UTC(2024, 9, 26, 21 + hour)).toISOString().replace(".000Z", "Z"),
    );
    const found = await matching(
      hours.map((time) => ["x", null, null, null, null, null, time]),
      { at: "2024-10-27" },
      "Europe/Berlin",
    );
    expect(found.length).toBe(25);
  });

  it("a day that begins at one o'clock, and one that was left out", async () => {
    const beirut = at(
      "2024-03-30T21:59:59Z",
      "2024-03-30T22:00:00Z",
      "2024-03-31T20:59:59Z",
      "2024-03-31T21:00:00Z",
    );
    expect(await matching(beirut, { at: "2024-03-31" }, "Asia/Beirut")).toBe("12");
    const apia = at("2011-12-30T09:59:59Z", "2011-12-30T10:00:00Z");
    expect(await matching(apia, { at: "2011-12-29" }, "Pacific/Apia")).toBe("0");
    expect(await matching(apia, { at: "2011-12-30" }, "Pacific/Apia")).toBe("");
    expect(await matching(apia, { at: "2011-12-31" }, "Pacific/Apia")).toBe("1");
  });
});

describe("no value becomes SQL", () => {
  const values = [
    ...hostile.split("\n"),
    ...scripts.split("\n"),
    "'; DROP TABLE rows; --",
    "' OR '1'='1",
    '") UNION SELECT json_array(1) --',
    "?1",
    "\u0000",
    "a\u0000b",
    "\\",
    '"',
    "\u2028",
    "😀",
    "$[0]",
  ].filter((value) => value !== "");

  it("hostile values find exactly themselves, and the table is still there", async () => {
    const rows: Row[] = values.map((value, at) => [String(at).padStart(3, "0"), value]);
    const table = await tableOf(rows);
    const count = async (filter: unknown) => {
      const conditions = readFilters({ text: filter }, FIELDS, {}).flatMap((found) => found.conditions);
      return await countRows(env.ROWS_0, { ...wholeRows(table, FIELDS), conditions });
    };
    for (const value of values) {
      const same = values.filter((other) => other === value).length;
      expect(await count(value), value).toBe(same);
      expect(await count([value]), value).toBe(same);
      expect(await count({ ne: value }), value).toBe(values.length - same);
      expect(await count({ contains: value }), value).toBeGreaterThanOrEqual(same);
      expect(await count({ gte: value, lte: value }), value).toBeGreaterThanOrEqual(same);
    }
    expect(await count({ is_null: false })).toBe(values.length);
  });
});
