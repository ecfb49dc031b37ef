import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAll, readColumn } from "./tables";

describe("dates", () => {
  test.each<[name: string, cells: string[], values: (string | null)[]]>([
    ["ISO", ["2020-01-05", "", "1999-12-31"], ["2020-01-05", null, "1999-12-31"]],
    ["ISO without zeros", ["2020-1-5"], ["2020-01-05"]],
    ["year first with slashes", ["2020/01/05", "2020/1/6"], ["2020-01-05", "2020-01-06"]],
    ["year first with dots", ["2020.01.05"], ["2020-01-05"]],
    ["month first, proved by one value", ["01/02/2020", "12/31/2020"], ["2020-01-02", "2020-12-31"]],
    ["day first, proved by one value", ["01/02/2020", "31/12/2020"], ["2020-02-01", "2020-12-31"]],
    ["slashes in doubt: month first", ["01/02/2020", "3/4/2021"], ["2020-01-02", "2021-03-04"]],
    ["dots in doubt: day first", ["01.02.2020", "3.4.2021"], ["2020-02-01", "2021-04-03"]],
    ["dashes in doubt: day first", ["01-02-2020"], ["2020-02-01"]],
    ["dashes, month first", ["01-31-2020", "01-02-2020"], ["2020-01-31", "2020-01-02"]],
    [
      "two-digit years",
      ["10/22/12", "1/2/29", "1/2/30", "1/2/99"],
      ["2012-10-22", "2029-01-02", "1930-01-02", "1999-01-02"],
    ],
    ["two-digit years with dots", ["31.12.99", "01.02.03"], ["1999-12-31", "2003-02-01"]],
    ["month, day, year", ["Jan 1 2000", "Feb 29 2000"], ["2000-01-01", "2000-02-29"]],
    [
      "month in full",
      ["January 1, 2000", "September 30, 2001", "may 5, 2002"],
      ["2000-01-01", "2001-09-30", "2002-05-05"],
    ],
    ["day, month, year", ["1 Jan 2000", "15 September 2001"], ["2000-01-01", "2001-09-15"]],
    ["with dashes", ["01-Jan-2020", "5-Feb-21"], ["2020-01-01", "2021-02-05"]],
    ["both orders of names", ["1 Jan 2000", "Jan 2, 2000"], ["2000-01-01", "2000-01-02"]],
    ["leap days", ["2000-02-29", "2024-02-29"], ["2000-02-29", "2024-02-29"]],
    ["null tokens", ["2020-01-05", "N/A", "-"], ["2020-01-05", null, null]],
  ])("%s", async (_name, cells, values) => {
    expect(await readColumn(cells)).toEqual({ type: "date", values, bad: [] });
  });

  test.each<[name: string, cells: string[]]>([
    ["a day that its month has not", ["2023-02-30"]],
    ["no leap year", ["2023-02-29"]],
    ["a century that is no leap year", ["1900-02-29"]],
    ["month 13 both ways", ["13/13/2020"]],
    ["orders that contradict each other", ["13/01/2020", "01/13/2020"]],
    ["separators that differ in a value", ["01/02-2020"]],
    ["two formats", ["2020-01-05", "Jan 5 2020"]],
    ["a date and a word", ["2020-01-05", "later"]],
    ["dates and times mixed", ["2020-01-05", "2020-01-05 10:00"]],
    ["chapters", ["1.2.10", "1.3.11"]],
    ["calendar versions", ["2020.1.5"]],
    ["scores", ["1-2-10"]],
    ["months", ["Jan 2020", "Feb 2020"]],
    ["no month", ["Foo 1 2000"]],
    ["year 0", ["0000-01-01"]],
  ])("%s stay text", async (_name, cells) => {
    expect(await readColumn(cells)).toEqual({ type: "string", values: cells, bad: [] });
  });

  test("eight digits stay integers, and are dates when declared", async () => {
    expect(await readColumn(["20200105"])).toMatchObject({ type: "integer", values: [20200105] });
    const overrides = [{ name: "value", type: "date" as const }];
    expect(await readColumn(["20200105"], { overrides })).toMatchObject({
      type: "date",
      values: ["2020-01-05"],
    });
  });

  test("Excel serials stay numbers", async () => {
    expect(await readColumn(["43831", "43832"])).toMatchObject({ type: "integer" });
  });

  test("a sure column decides the doubtful ones of its file", async () => {
    const { rows } = await readAll("ordered,shipped\n25/12/2020,01/02/2021\n26/12/2020,02/02/2021\n");
    expect(rows).toEqual([
      ["2020-12-25", "2021-02-01"],
      ["2020-12-26", "2021-02-02"],
    ]);
  });

  test("every day is read back in every unambiguous form", async () => {
    const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const day = fc.date({ min: new Date("0100-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
    await fc.assert(
      fc.asyncProperty(fc.array(day, { minLength: 1, maxLength: 5 }), async (days) => {
        const iso = days.map((date) => date.toISOString().slice(0, 10));
        const slashes = iso.map((text) => text.replaceAll("-", "/"));
        const named = iso.map((text) => {
          const [year, month, date] = text.split("-");
          return `${Number(date)} ${months[Number(month) - 1]} ${year}`;
        });
        for (const cells of [iso, slashes, named]) {
          expect(await readColumn(cells)).toMatchObject({ type: "date", values: iso });
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("dates with times", () => {
  test.each<[name: string, cells: string[], values: string[]]>([
    ["ISO with T", ["2020-01-05T10:31:05"], ["2020-01-05T10:31:05"]],
    ["ISO with a blank", ["2020-01-05 10:31:05"], ["2020-01-05T10:31:05"]],
    ["without seconds", ["2020-01-05 10:31"], ["2020-01-05T10:31:00"]],
    ["any number of fraction digits", ["2023-11-16 18:17:03.9799600"], ["2023-11-16T18:17:03.9799600"]],
    ["nanoseconds", ["2023-11-16T18:17:03.123456789Z"], ["2023-11-16T18:17:03.123456789Z"]],
    ["fraction behind a comma", ["2020-01-05 10:31:05,123"], ["2020-01-05T10:31:05.123"]],
    ["UTC", ["2020-01-05T10:31:05Z"], ["2020-01-05T10:31:05Z"]],
    ["UTC by name", ["2020-01-05 10:31:05 UTC"], ["2020-01-05T10:31:05Z"]],
    ["an offset", ["2020-01-01T00:30:00+02:00"], ["2019-12-31T22:30:00Z"]],
    ["an offset without a colon", ["2020-01-05T10:31:05.25-0530"], ["2020-01-05T16:01:05.25Z"]],
    ["hours only", ["2020-01-05 10:31:05+01"], ["2020-01-05T09:31:05Z"]],
    ["American", ["1/5/2020 1:05 PM", "12/31/2020 12:00 AM"], ["2020-01-05T13:05:00", "2020-12-31T00:00:00"]],
    ["American with a comma", ["1/31/2020, 12:05:09 pm"], ["2020-01-31T12:05:09"]],
    ["European", ["31.12.2020 23:59", "01.02.2021 00:00"], ["2020-12-31T23:59:00", "2021-02-01T00:00:00"]],
    ["named", ["5 Jan 2020 10:31", "Jan 6, 2020 1:00 am"], ["2020-01-05T10:31:00", "2020-01-06T01:00:00"]],
  ])("%s", async (_name, cells, values) => {
    expect(await readColumn(cells)).toEqual({ type: "datetime", values, bad: [] });
  });

  test.each<[name: string, cells: string[]]>([
    ["hour 24", ["2020-01-05 24:00"]],
    ["minute 60", ["2020-01-05 10:60"]],
    ["13 PM", ["1/5/2020 13:05 PM"]],
    ["a zone by a name that has two offsets", ["2020-01-05 10:31 CST"]],
    ["some with a zone and some without", ["2020-01-05T10:00:00Z", "2020-01-05T10:00:00"]],
    ["a day that its month has not", ["2023-02-30 10:00"]],
    ["words behind", ["2020-01-05 10:31 sharp"]],
  ])("%s stay text", async (_name, cells) => {
    expect(await readColumn(cells)).toEqual({ type: "string", values: cells, bad: [] });
  });
});
