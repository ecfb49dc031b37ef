import { describe, expect, test } from "vitest";
import { countedRows } from "../../../src/render/values/counted-rows";
import { localeDirection } from "../../../src/render/values/locale";
import { filtersText, generatedAtText, rowsText } from "../../../src/render/values/words";

describe("generatedAtText names the zone", () => {
  test.each([
    ["en", "Europe/Berlin", "2026-11-21T09:31:07.123Z", "21 Nov 2026, 10:31 CET (Europe/Berlin)"],
    ["en", "Europe/Berlin", "2026-07-21T09:31:07.123Z", "21 Jul 2026, 11:31 CEST (Europe/Berlin)"],
    ["en-US", "America/New_York", "2026-11-21T09:31:07Z", "Nov 21, 2026, 04:31 EST (America/New_York)"],
    ["en", "Asia/Tokyo", "2026-11-21T09:31:07Z", "21 Nov 2026, 18:31 JST (Asia/Tokyo)"],
    ["en", "Asia/Kolkata", "2026-11-21T09:31:07Z", "21 Nov 2026, 15:01 IST (Asia/Kolkata)"],
    ["en", "Asia/Kathmandu", "2026-11-21T09:31:07Z", "21 Nov 2026, 15:16 UTC+5:45 (Asia/Kathmandu)"],
    ["en", "Europe/London", "2026-11-21T09:31:07Z", "21 Nov 2026, 09:31 GMT (Europe/London)"],
    ["en", "Europe/London", "2026-07-21T09:31:07Z", "21 Jul 2026, 10:31 BST (Europe/London)"],
    ["en", "UTC", "2026-11-21T09:31:07Z", "21 Nov 2026, 09:31 UTC"],
    ["en", "No/Where", "2026-11-21T09:31:07Z", "21 Nov 2026, 09:31 UTC"],
    ["de-DE", "Europe/Berlin", "2026-11-21T09:31:07Z", "21. Nov. 2026, 10:31 MEZ (Europe/Berlin)"],
    ["not a locale", "UTC", "2026-11-21T09:31:07Z", "21 Nov 2026, 09:31 UTC"],
    ["en", "UTC", "just now", "just now"],
  ])("%s %s", (locale, time_zone, generated_at, expected) => {
    expect(generatedAtText({ locale, time_zone, generated_at })).toBe(expected);
  });
});

describe("rowsText says how many rows there are and whether any were cut", () => {
  test.each([
    [25_314, 25_314, false, "en", "25,314 rows"],
    [1, 1, false, "en", "1 row"],
    [0, 0, false, "en", "No rows"],
    [1000, 25_314, true, "en", "1,000 of 25,314 rows (cut at the limit)"],
    [0, 5, true, "en", "0 of 5 rows (cut at the limit)"],
    [1000, 25_314, true, "de-DE", "1.000 von 25.314 Zeilen (an der Grenze abgeschnitten)"],
    [2, 2, false, "pl", "2 wiersze"],
    [5, 5, false, "pl", "5 wierszy"],
    [1, 1, false, "ja-JP", "1行"],
    [0, 0, false, "ar", "No rows"],
  ])("%i of %i, cut: %s, %s", (rows_written, rows_total, truncated, locale, expected) => {
    expect(rowsText({ rows_written, rows_total, truncated }, locale)).toBe(expected);
  });
});

test("X70: filtersText", () => {
  expect(filtersText([])).toBe("");
  const filters = [
    { label: "Grade", text: "between 60 and 100" },
    { label: "Status", text: "graded" },
  ];
  expect(filtersText(filters)).toBe("Grade: between 60 and 100; Status: graded");
});

test.each([
  ["ar", "rtl"],
  ["he-IL", "rtl"],
  ["ur", "rtl"],
  ["az-Arab", "rtl"],
  ["en", "ltr"],
  ["ja", "ltr"],
  ["??", "ltr"],
])("direction of %s is %s", (locale, direction) => {
  expect(localeDirection(locale)).toBe(direction);
});

test("U19: rows that end early are an error, not a short file", async () => {
  const section = {
    kind: "table" as const,
    name: "grades",
    title: "Grades",
    columns: [],
    rows_written: 3,
    rows_total: 3,
    truncated: false,
    summary_rows: 0,
    chart: null,
    rows: async function* () {
      yield [[1], [2]];
    },
  };
  const read = async () => {
    for await (const batch of countedRows(section)) expect(batch).toHaveLength(2);
  };
  await expect(read()).rejects.toThrow('Section "grades" has 2 rows where 3 were promised');
});
