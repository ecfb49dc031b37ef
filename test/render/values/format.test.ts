import { describe, expect, test } from "vitest";
import type { Cell, Column, FieldType } from "../../../src/render/document";
import { cellFormatter, figureText, isCode } from "../../../src/render/values/format";

function column(type: FieldType, format?: string, name = "value"): Column {
  return { name, label: name, type, format };
}

/** Spaces that do not break are shown as `_`, direction marks as `^`, so that the tables below can be read. */
function visible(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, "_").replace(/[\u200e\u200f\u061c]/g, "^");
}

function text(cell: Cell, type: FieldType, format?: string, locale = "en-US", zone = "UTC"): string {
  return visible(cellFormatter(column(type, format), locale, zone)(cell));
}

describe("X13: numbers are grouped as the locale does and keep every digit", () => {
  test.each<[string, Cell, string]>([
    ["en-US", 0, "0"],
    ["en-US", -0, "0"],
    ["en-US", 999, "999"],
    ["en-US", 1000, "1,000"],
    ["en-US", -1234567.25, "-1,234,567.25"],
    ["en-US", 9007199254740991, "9,007,199,254,740,991"],
    ["en-US", 0.30000000000000004, "0.30000000000000004"],
    ["en-US", 123456.789012345, "123,456.789012345"],
    ["en-US", 1e21, "1,000,000,000,000,000,000,000"],
    ["en-US", 1.5e-7, "0.00000015"],
    ["en-US", 1.5e300, "1.5E+300"],
    ["en-US", "12345678901234567890.12", "12,345,678,901,234,567,890.12"],
    ["en-US", null, ""],
    ["en-US", "n/a", "n/a"],
    ["de-DE", -1234567.25, "-1.234.567,25"],
    ["fr-FR", 1234567.25, "1_234_567,25"],
    ["de-CH", 1234.5, `1${separatorOf("de-CH")}234.5`],
    ["es", 1234, "1234"],
    ["es", 12345, "12.345"],
    ["hi", 12345678.5, "1,23,45,678.5"],
    ["ja", 1234567, "1,234,567"],
    ["ar", -1234.5, "^-1,234.5"],
    ["ar-EG", 1234.5, "١٬٢٣٤٫٥"],
    ["sv", -5, "−5"],
    ["no such locale", 1234.5, "1,234.5"],
  ])("%s %s is %s", (locale, cell, expected) => {
    expect(text(cell, "number", undefined, locale)).toBe(expected);
  });

  test("agrees with Intl on numbers of many sizes in many locales", () => {
    for (const locale of [
      "en",
      "de",
      "fr",
      "es",
      "pl",
      "pt-PT",
      "hi",
      "bn",
      "ja",
      "ar",
      "ar-EG",
      "fa",
      "he",
      "my",
    ]) {
      const intl = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
      const format = cellFormatter(column("number"), locale, "UTC");
      for (let n = 0.5; n < 1e15; n *= 7.5) {
        for (const value of [n, -n, Math.round(n)]) expect(format(value)).toBe(intl.format(value));
      }
    }
  });

  test.each([
    ["year", 2026, "2026"],
    ["student_id", 100234, "100234"],
    ["Order ID", 100234, "100234"],
    ["zipCode", 100234, "100234"],
    ["cost_per_year", 100234, "100,234"],
    ["bid", 100234, "100,234"],
    ["yearly_cost", 100234, "100,234"],
    ["paid", 100234, "100,234"],
  ])("an integer that names a thing is not grouped: %s %s", (name, cell, expected) => {
    const named = column("integer", undefined, name);
    expect(cellFormatter(named, "en-US", "UTC")(cell)).toBe(expected);
    expect(isCode(named)).toBe(expected === String(cell));
  });
});

function separatorOf(locale: string): string {
  return new Intl.NumberFormat(locale).formatToParts(1234).find((part) => part.type === "group")?.value ?? "";
}

describe("formats of numbers", () => {
  test.each<[string, string, Cell, string]>([
    ["en-US", "currency:USD", 1234.5, "$1,234.50"],
    ["en-US", "currency:USD", -1234.5, "-$1,234.50"],
    ["en-US", "currency:USD", 0.000125, "$0.000125"],
    ["en-US", "currency:USD", 33.333333333333336, "$33.33"],
    ["en-US", "currency:USD", 0.1 + 0.2, "$0.30"],
    ["en-US", "currency:JPY", 1234, "¥1,234"],
    ["en-US", "currency:KWD", 1.5, "KWD_1.500"],
    ["en-US", "currency:no", 1234.5, "1,234.5"],
    ["en-US", "currency", 1234.5, "1,234.5"],
    ["de-DE", "currency:EUR", -1234.5, "-1.234,50_€"],
    ["fr-FR", "currency:EUR", 1234.5, "1_234,50_€"],
    ["ja", "currency:JPY", -1234, "-￥1,234"],
    ["en-US", "currency:USD", null, ""],
    ["en-US", "percent", 0.12, "12%"],
    ["en-US", "percent", 0.07, "7%"],
    ["en-US", "percent", -0.0005, "-0.05%"],
    ["en-US", "percent", 1 / 3, "33.33%"],
    ["en-US", "percent", 12.5, "1,250%"],
    ["de-DE", "percent", 0.125, "12,5_%"],
    ["fr-FR", "percent", 0.5, "50_%"],
    ["en-US", "bytes", 0, "0 bytes"],
    ["en-US", "bytes", 1, "1 byte"],
    ["en-US", "bytes", 999, "999 bytes"],
    ["en-US", "bytes", 1000, "1 kB"],
    ["en-US", "bytes", 1536, "1.54 kB"],
    ["en-US", "bytes", 999_999, "1 MB"],
    ["en-US", "bytes", 12_345_678, "12.3 MB"],
    ["en-US", "bytes", 100_000_000, "100 MB"],
    ["en-US", "bytes", -5_000_000_000, "-5 GB"],
    ["fr-FR", "bytes", 1536, "1,54_ko"],
    ["en-US", "duration", 0, "0s"],
    ["en-US", "duration", 59, "59s"],
    ["en-US", "duration", 3725, "1h 2m 5s"],
    ["en-US", "duration", 3600, "1h"],
    ["en-US", "duration", 273_600, "3d 4h"],
    ["en-US", "duration", 0.25, "0.25s"],
    ["en-US", "duration", 59.9999999, "1m"],
    ["en-US", "duration", -90.5, "-1m 30.5s"],
    ["fr-FR", "duration", 3725.5, "1h 2min 5,5s"],
    ["ja", "duration", 3725, "1h 2m 5s"],
    ["en-US", "something else", 1234.5, "1,234.5"],
  ])("%s %s %s is %s", (locale, format, cell, expected) => {
    expect(text(cell, "number", format, locale)).toBe(expected);
  });
});

describe("dates: the month in words, Gregorian, as the locale orders them", () => {
  test.each<[string, Cell, string]>([
    ["en", "2026-11-21", "21 Nov 2026"],
    ["en", "2026-09-01", "1 Sep 2026"],
    ["en-US", "2026-11-21", "Nov 21, 2026"],
    ["de-DE", "2026-11-21", "21. Nov. 2026"],
    ["fr-FR", "2026-02-03", "3 févr. 2026"],
    ["ar", "2026-11-21", "21 نوفمبر 2026"],
    ["ar-EG", "2026-11-21", "٢١ نوفمبر ٢٠٢٦"],
    ["hi", "2026-11-21", "21 नव॰ 2026"],
    ["ja", "2026-11-21", "2026年11月21日"],
    ["ca", "2026-04-05", "5 d’abr. del 2026"],
    ["fi", "2026-11-21", "21. marraskuuta 2026"],
    ["th", "2026-11-21", "21 พ.ย. 2026"],
    ["en-US", "0987-01-01", "Jan 1, 987"],
    ["en-US", "2026-13-01", "2026-13-01"],
    ["en-US", "2026-02-29", "2026-02-29"],
    ["en-US", "2024-02-29", "Feb 29, 2024"],
    ["en-US", "2000-02-29", "Feb 29, 2000"],
    ["en-US", "1900-02-29", "1900-02-29"],
    ["en-US", "1899-12-31", "Dec 31, 1899"],
    ["en-US", "9999-12-31", "Dec 31, 9999"],
    ["en-US", "0001-01-01", "Jan 1, 1"],
    ["en-US", "soon", "soon"],
    ["en-US", null, ""],
  ])("%s %s is %s", (locale, cell, expected) => {
    expect(text(cell, "date", undefined, locale)).toBe(expected);
  });
});

describe("X12: datetimes with Z are converted to the zone, those without are shown as written", () => {
  test.each<[string, string, Cell, string]>([
    ["en", "Europe/Berlin", "2026-11-21T09:31:00Z", "21 Nov 2026, 10:31:00"],
    ["en", "Europe/Berlin", "2026-11-21T09:31", "21 Nov 2026, 09:31"],
    ["en", "Europe/Berlin", "2026-11-21T09:31:07", "21 Nov 2026, 09:31:07"],
    ["en", "Europe/Berlin", "2026-11-21T23:30:00Z", "22 Nov 2026, 00:30:00"],
    ["en", "Europe/Berlin", "2026-03-29T00:59:59Z", "29 Mar 2026, 01:59:59"],
    ["en", "Europe/Berlin", "2026-03-29T01:00:00Z", "29 Mar 2026, 03:00:00"],
    ["en", "Europe/Berlin", "2026-10-25T00:59:59Z", "25 Oct 2026, 02:59:59"],
    ["en", "Europe/Berlin", "2026-10-25T01:00:00Z", "25 Oct 2026, 02:00:00"],
    ["en", "America/New_York", "2026-03-08T06:59:59Z", "8 Mar 2026, 01:59:59"],
    ["en", "America/New_York", "2026-03-08T07:00:00Z", "8 Mar 2026, 03:00:00"],
    ["en", "Australia/Lord_Howe", "2026-10-03T15:29:59Z", "4 Oct 2026, 01:59:59"],
    ["en", "Australia/Lord_Howe", "2026-10-03T15:30:00Z", "4 Oct 2026, 02:30:00"],
    ["en", "Asia/Kathmandu", "2026-01-01T00:00:00Z", "1 Jan 2026, 05:45:00"],
    ["en", "Pacific/Apia", "2011-12-30T09:59:00Z", "29 Dec 2011, 23:59:00"],
    ["en", "Pacific/Apia", "2011-12-30T10:00:00Z", "31 Dec 2011, 00:00:00"],
    ["en", "UTC", "2026-11-21T09:31:00.000Z", "21 Nov 2026, 09:31:00"],
    ["en", "UTC", "2026-11-21T09:31:00.1234567Z", "21 Nov 2026, 09:31:00.1234567"],
    ["en", "UTC", "2026-11-21T09:31:00+02:00", "21 Nov 2026, 07:31:00"],
    ["en", "UTC", "2026-02-30T09:31:00Z", "2026-02-30T09:31:00Z"],
    ["en", "UTC", "2026-11-21T09:61:00Z", "2026-11-21T09:61:00Z"],
    ["en", "UTC", "2026-11-21T09:31:xxZ", "2026-11-21T09:31:xxZ"],
    ["en", "UTC", "2026-11-21T23:59:59.999Z", "21 Nov 2026, 23:59:59.999"],
    ["ar-EG", "Africa/Cairo", "2026-11-21T20:31:05Z", "٢١ نوفمبر ٢٠٢٦، ٢٢:٣١:٠٥"],
    ["en", "No/Where", "2026-11-21T09:31:00Z", "21 Nov 2026, 09:31:00"],
    ["en", "UTC", "2026-11-21T25:99:00Z", "2026-11-21T25:99:00Z"],
    ["en-US", "America/Los_Angeles", "2026-11-21T09:31:00Z", "Nov 21, 2026, 01:31:00"],
    ["de-DE", "Europe/Berlin", "2026-11-21T09:31:00.5Z", "21. Nov. 2026, 10:31:00,5"],
    ["ja", "Asia/Tokyo", "2026-11-21T20:31:00Z", "2026年11月22日 05:31:00"],
    ["ar", "Asia/Riyadh", "2026-11-21T20:31:00Z", "21 نوفمبر 2026، 23:31:00"],
    ["vi", "UTC", "2026-11-21T20:31:00Z", "20:31:00 21 thg 11, 2026"],
  ])("%s %s %s is %s", (locale, zone, cell, expected) => {
    expect(text(cell, "datetime", undefined, locale, zone)).toBe(expected);
  });

  test.each(["Europe/London", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Tehran", "Antarctica/Troll"])(
    "agrees with Intl on instants of a century in %s",
    (zone) => {
      const intl = new Intl.DateTimeFormat("sv-SE", {
        timeZone: zone,
        dateStyle: "short",
        timeStyle: "medium",
      });
      const there = cellFormatter(column("datetime"), "en", zone);
      const asWritten = cellFormatter(column("datetime"), "en", zone);
      const wrong: string[] = [];
      for (let at = Date.UTC(1950, 0, 1); at < Date.UTC(2050, 0, 1); at += 403 * 3_600_000 + 17_000) {
        const iso = new Date(at).toISOString();
        if (there(iso.replace(".000", "")) !== there(iso.replace(".000", ".0000"))) wrong.push(iso);
        if (there(iso) !== asWritten(intl.format(at).replace(" ", "T"))) wrong.push(iso);
      }
      expect(wrong).toEqual([]);
    },
  );
});

describe("other types", () => {
  test.each<[FieldType, Cell, string]>([
    ["boolean", true, "Yes"],
    ["boolean", false, "No"],
    ["boolean", null, ""],
    ["string", "=1+1", "=1+1"],
    ["string", "00123", "00123"],
    ["string", 1234567, "1234567"],
    ["string", 1e21, "1000000000000000000000"],
    ["string", null, ""],
    ["string", "", ""],
    ["date", 5, "5"],
  ])("%s %s is %s", (type, cell, expected) => {
    expect(text(cell, type)).toBe(expected);
  });
});

describe("X12: dates that stand for a period", () => {
  test.each([
    ["en-GB", "month", "2026-07-01", "Jul 2026"],
    ["en-GB", "quarter", "2026-07-01", "Q3 2026"],
    ["de", "year", "2026-01-01", "2026"],
    ["zh-CN", "month", "2026-07-01", "2026年7月"],
    ["en-GB", "month", "no date", "no date"],
    ["en-GB", "week", "2026-07-06", "6 Jul 2026"],
  ])("%s %s: %s is %s", (locale, format, cell, expected) => {
    const column: Column = { name: "on", label: "On", type: "date", format };
    expect(cellFormatter(column, locale, "UTC")(cell)).toBe(expected);
  });
});

test("a sum has no more decimals than what it sums up", () => {
  const column: Column = { name: "n", label: "N", type: "number", decimals: 1 };
  const text = cellFormatter(column, "en", "UTC");
  expect([text(0.1 + 0.2), text(2.5), text("0.3000000000000000400"), text(0.12345)]).toEqual([
    ...["0.3", "2.5", "0.3000000000000000400", "0.12345"],
  ]);
});

describe("computed numbers have the decimals that people see", () => {
  test.each<[Cell, string]>([
    [82.3529411764706, "82.35"],
    [82.5, "82.50"],
    [1234, "1,234.00"],
    [0.000123456, "0.000123"],
    [-0.005, "-0.01"],
    [1e300, "1E+300"],
    ["12345678901234567.5", "12,345,678,901,234,567.50"],
    [null, ""],
  ])("%s is %s", (cell, expected) => {
    const column: Column = { name: "avg", label: "Average", type: "number", rounded: 2 };
    expect(cellFormatter(column, "en", "UTC")(cell)).toBe(expected);
  });
});

describe("a figure is rounded only where its digits come from a division", () => {
  const figureOf = (value: Cell, type: FieldType, format?: string) =>
    figureText({ name: "f", label: "F", value, type, format }, "en", "UTC");

  test.each<[Cell, FieldType, string | undefined, string]>([
    [82.3529411764706, "number", undefined, "82.35"],
    [1.61803, "number", undefined, "1.61803"],
    [12_345, "integer", undefined, "12,345"],
    [0.8634, "number", "percent", "86.34%"],
    ["2026-11-20", "date", undefined, "20 Nov 2026"],
    [true, "boolean", undefined, "Yes"],
    [null, "number", undefined, "–"],
    ["", "string", undefined, ""],
  ])("%s as %s %s is %s", (value, type, format, expected) => {
    expect(figureOf(value, type, format)).toBe(expected);
  });
});
