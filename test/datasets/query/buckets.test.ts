import { describe, expect, it } from "vitest";
import type { Bucket } from "../../../src/datasets/query/expression";
import type { FieldType, Row } from "../../../src/render/document";
import { COUNT, column, groupsOf } from "./groups-of";

describe("B10: buckets of dates", () => {
  const bucketOf = async (type: FieldType, bucket: Bucket, timeZone: string, ...cells: Row) => {
    const rows = cells.map((cell): Row => [cell]);
    const found = await groupsOf(rows, [column(0, type, { bucket }), COUNT], { keys: 1, timeZone });
    return Object.fromEntries(found.rows);
  };

  it.each<[Bucket, string, string]>([
    ["day", "2024-02-29", "2024-02-29"],
    ["week", "2024-01-01", "2024-01-01"],
    ["week", "2023-12-31", "2023-12-25"],
    ["week", "2024-03-03", "2024-02-26"],
    ["week", "0001-01-01", "0001-01-01"],
    ["week", "9999-12-31", "9999-12-27"],
    ["month", "2024-02-29", "2024-02-01"],
    ["quarter", "2024-03-31", "2024-01-01"],
    ["quarter", "2024-04-01", "2024-04-01"],
    ["quarter", "2024-09-30", "2024-07-01"],
    ["quarter", "2024-12-31", "2024-10-01"],
    ["year", "2024-12-31", "2024-01-01"],
  ])("the %s of %s begins on %s", async (bucket, day, expected) => {
    expect(await bucketOf("date", bucket, "Europe/Berlin", day)).toEqual({ [expected]: 1 });
    expect(await bucketOf("datetime", bucket, "Europe/Berlin", `${day}T23:59:59.999999`)).toEqual({
      [expected]: 1,
    });
  });

  it("empty cells are one group", async () => {
    expect(await bucketOf("date", "month", "UTC", null, "2024-01-31", null)).toEqual({
      "2024-01-01": 1,
      null: 2,
    });
  });

  it.each([
    ["Europe/Berlin", "2024-03-30T22:59:59Z", "2024-03-30"],
    ["Europe/Berlin", "2024-03-30T23:00:00Z", "2024-03-31"],
    ["Europe/Berlin", "2024-03-31T21:59:59.999999Z", "2024-03-31"],
    ["Europe/Berlin", "2024-03-31T22:00:00Z", "2024-04-01"],
    ["Europe/Berlin", "2024-10-26T22:00:00Z", "2024-10-27"],
    ["Europe/Berlin", "2024-10-27T22:59:59Z", "2024-10-27"],
    ["Europe/Berlin", "2024-10-27T23:00:00Z", "2024-10-28"],
    ["America/New_York", "2024-03-10T04:59:59Z", "2024-03-09"],
    ["America/New_York", "2024-03-11T03:59:59Z", "2024-03-10"],
    ["America/New_York", "1965-07-01T03:59:59Z", "1965-06-30"],
    ["Asia/Kolkata", "2024-01-01T18:29:59Z", "2024-01-01"],
    ["Asia/Kolkata", "2024-01-01T18:30:00Z", "2024-01-02"],
    ["Australia/Lord_Howe", "2024-04-06T12:59:59Z", "2024-04-06"],
    ["Africa/Casablanca", "2024-03-09T23:30:00Z", "2024-03-10"],
    ["Africa/Casablanca", "2024-03-10T23:30:00Z", "2024-03-10"],
    ["Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29"],
    ["Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"],
    ["Pacific/Kiritimati", "2024-12-31T10:00:00Z", "2025-01-01"],
    ["America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03"],
    ["America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04"],
    ["UTC", "2024-03-30T23:00:00Z", "2024-03-30"],
  ])("in %s %s is on %s", async (timeZone, time, expected) => {
    expect(await bucketOf("datetime", "day", timeZone, time)).toEqual({ [expected]: 1 });
  });

  it("several fields in a zone with a long history are a statement that D1 takes", async () => {
    const times: Row = Array.from({ length: 6 }, (_, at) => `${1950 + at * 10}-07-01T23:30:00Z`);
    const columns = times.map((_, field) => column(field, "datetime", { bucket: "day" }));
    const sort = [{ column: 1, descending: true }];
    const wanted = { keys: 6, sort, timeZone: "Europe/London", mostBytes: 1 };
    const { rows } = await groupsOf([times, times.map(() => null)], [...columns, COUNT], wanted);
    expect(rows[0]).toEqual([...times.map((time) => `${String(time).slice(0, 4)}-07-02`), 1]);
  });

  it("every hour of some years falls into the day that Intl says", async () => {
    const zones = [
      "Europe/Berlin",
      "America/St_Johns",
      "Africa/Casablanca",
      "Australia/Lord_Howe",
      "Asia/Tehran",
    ];
    const hours = Array.from({ length: 2 * 365 * 24 }, (_, hour) => Date.UTC(2021, 5, 1, hour));
    const times = hours.map((time) => new Date(time).toISOString().replace(".000Z", "Z"));
    for (const timeZone of zones) {
      const format = new Intl.DateTimeFormat("sv-SE", { timeZone });
      const expected: Record<string, number> = {};
      for (const hour of hours) {
        const day = format.format(hour);
        expected[day] = (expected[day] ?? 0) + 1;
      }
      expect(await bucketOf("datetime", "day", timeZone, ...times), timeZone).toEqual(expected);
    }
  });
});
