import { describe, expect, it } from "vitest";
import { isTimeZone } from "../../src/render/values/zone";
import { neverProblems, recurrenceProblems } from "../../src/schedules/check-recurrence";
import { cronProblem } from "../../src/schedules/cron";
import { readEvery } from "../../src/schedules/every";
import { readInstant } from "../../src/schedules/instants";
import type { Recurrence } from "../../src/schedules/recurrence";
import { sendDecision } from "../../src/schedules/send-if";
import { zonedText } from "../../src/schedules/time-zone";
import { tokensProblem, withTokens } from "../../src/schedules/tokens";
import { NO_RULE } from "./no-rule";

describe("a rule is refused, naming the field", () => {
  it.each([
    [{}, ["frequency"]],
    [{ frequency: "daily", schedule_time: "09:00", cron: "0 9 * * *" }, ["cron"]],
    [{ cron: "0 9 * * *", every: "PT1H" }, ["every"]],
    [{ frequency: "daily" }, ["schedule_time"]],
    [{ frequency: "daily", schedule_time: "09:00", schedule_day: 3 }, ["schedule_day"]],
    [{ frequency: "weekly", schedule_time: "09:00" }, ["schedule_day"]],
    [{ frequency: "weekly", schedule_time: "09:00", schedule_day: 7 }, ["schedule_day"]],
    [{ frequency: "weekly", schedule_time: "09:00", schedule_day: 0, workdays_only: true }, ["schedule_day"]],
    [{ frequency: "monthly", schedule_time: "09:00" }, ["schedule_day"]],
    [{ frequency: "monthly", schedule_time: "09:00", schedule_day: 0 }, ["schedule_day"]],
    [{ frequency: "one_time" }, ["schedule_time"]],
    [{ frequency: "one_time", starts_at: "2026-12-01T00:00:00.000Z", schedule_day: 3 }, ["schedule_time"]],
    [{ cron: "0 9 * * *", schedule_time: "09:00", schedule_day: 1 }, ["schedule_time", "schedule_day"]],
    [{ every: "PT0M" }, ["every"]],
    [
      {
        cron: "0 9 * * *",
        starts_at: "2026-12-01T00:00:00.000Z",
        ends_at: "2026-12-01T00:00:00.000Z",
      },
      ["ends_at"],
    ],
  ] as [Partial<Recurrence>, string[]][])("%j", (part, fields) => {
    expect(Object.keys(recurrenceProblems({ ...NO_RULE, ...part }))).toEqual(fields);
  });

  it.each([
    [{ frequency: "one_time", starts_at: "2026-01-01T00:00:00.000Z" }, "starts_at"],
    [{ cron: "0 9 * * *", ends_at: "2026-06-01T08:00:00.000Z" }, "ends_at"],
    [{ cron: "0 0 30 2 *" }, "cron"],
    [{ cron: "0 0 * * SUN", workdays_only: true }, "cron"],
  ] as [Partial<Recurrence>, string][])("one that never comes: %j", (part, field) => {
    const rule = { ...NO_RULE, ...part };
    expect(recurrenceProblems(rule)).toEqual({});
    expect(Object.keys(neverProblems(rule, new Date("2026-06-01T00:00:00Z")))).toEqual([field]);
  });

  it("and those that will come are not", () => {
    const rule = { ...NO_RULE, cron: "0 9 * * *", ends_at: "2026-06-01T09:00:00.000Z" };
    expect(neverProblems(rule, new Date("2026-06-01T00:00:00Z"))).toEqual({});
  });
});

describe("X36 cron", () => {
  it.each([
    "0 9 * * 1-5",
    "*/15 9-17 * * MON-FRI",
    "0 0 L * *",
    "0 0 15W * *",
    "0 9 * JAN,JUL MON#1",
    " 0  9 ? * * ",
  ])("takes %s", (text) => {
    expect(cronProblem(text)).toBeNull();
  });

  it.each([
    ["* * * * * *", "seconds"],
    ["0 0 9 * * * 2027", "seconds"],
    ["0 9 * *", "5 fields"],
    ["@daily", "5 fields"],
    ["", "5 fields"],
    ["60 9 * * *", "minute"],
    ["0 24 * * *", "hour"],
    ["0 9 32 * *", "day"],
    ["0 9 * 13 *", "month"],
    ["0 9 * * 8", "day"],
    ["0 9 * * MON#6", "weekday"],
    ["? 9 * * *", "minute and hour"],
    ["a b c d e", "minute and hour"],
    ["*/0 * * * *", "cron"],
    ["5-1 * * * *", "cron"],
  ])("refuses %s", (text, word) => {
    expect(cronProblem(text)).toContain(word);
  });
});

it.each([
  ["PT1M", { unit: "minutes", count: 1 }],
  ["PT15M", { unit: "minutes", count: 15 }],
  ["PT1H30M", { unit: "minutes", count: 90 }],
  ["PT24H", { unit: "minutes", count: 1440 }],
  ["P1D", { unit: "days", count: 1 }],
  ["P2W", { unit: "days", count: 14 }],
  ["PT30S", null],
  ["PT0H", null],
  ["P1M", null],
  ["P1DT1H", null],
  ["P", null],
  ["PT", null],
  ["P400D", null],
  ["pt5m", null],
  ["15", null],
])("X37 the duration %s", (text, read) => {
  expect(readEvery(text)).toEqual(read);
});

describe("N6 time zones", () => {
  it.each([
    "UTC",
    "Europe/Berlin",
    "Asia/Calcutta",
    "Asia/Kolkata",
    "America/Argentina/Buenos_Aires",
    "Etc/GMT+5",
  ])("takes %s", (zone) => {
    expect(isTimeZone(zone)).toBe(true);
  });

  it.each([
    "",
    "EST",
    "CET",
    "EST5EDT",
    "GMT",
    "Mars/Base",
    "+01:00",
    "Europe",
    "Europe/",
    "/",
    "local",
    "Europe/Berlin ",
  ])("refuses %j", (zone) => {
    expect(isTimeZone(zone)).toBe(false);
  });

  it("N7 writes an instant with offset and zone", () => {
    expect(zonedText(new Date("2026-11-23T08:00:00Z"), "Europe/Berlin")).toBe(
      "2026-11-23T09:00:00+01:00[Europe/Berlin]",
    );
    expect(zonedText(new Date("2026-11-23T20:00:00Z"), "Asia/Kathmandu")).toBe(
      "2026-11-24T01:45:00+05:45[Asia/Kathmandu]",
    );
    expect(zonedText(new Date("2026-11-23T02:00:30Z"), "America/St_Johns")).toBe(
      "2026-11-22T22:30:30-03:30[America/St_Johns]",
    );
  });
});

it.each([
  ["2026-12-01T09:00:00Z", "start", "2026-12-01T09:00:00.000Z"],
  ["2026-12-01T09:00+01:00", "start", "2026-12-01T08:00:00.000Z"],
  ["2026-12-01T09:00", "start", "2026-12-01T08:00:00.000Z"],
  ["2026-12-01", "start", "2026-11-30T23:00:00.000Z"],
  ["2026-12-01", "end", "2026-12-01T22:59:59.999Z"],
  ["2026-03-29T02:30", "start", "2026-03-29T01:00:00.000Z"],
  ["2026-02-30", "start", null],
  ["2026-12-01 09:00", "start", null],
  ["2026-13-01T09:00:00Z", "start", null],
  ["tomorrow", "start", null],
  ["", "end", null],
] as [string, "start" | "end", string | null][])("X38 in Berlin %s as a %s is %s", (text, edge, expected) => {
  expect(readInstant(text, "Europe/Berlin", edge)).toBe(expected);
});

describe("tokens", () => {
  const facts = {
    report: "Grades",
    schedule: "Weekly",
    slot: new Date("2026-03-29T22:30:00Z"),
    timeZone: "Europe/Berlin",
  };

  it("are filled in on the zone's clock", () => {
    expect(withTokens("{report}, {schedule} {date} {time} {time_zone}", facts)).toBe(
      "Grades, Weekly 2026-03-30 00-30 Europe-Berlin",
    );
    expect(withTokens("{year}/{month}/{day} {datetime} 100%", facts)).toBe(
      "2026/03/30 2026-03-30_00-30 100%",
    );
  });

  it("what a token stands for is not read again", () => {
    expect(withTokens("{report} {date}", { ...facts, report: "{date}" })).toBe("{date} 2026-03-30");
  });

  it.each([
    ["{report} {date}", null],
    ["plain", null],
    ["{weekday}", "{weekday}"],
    ["{constructor}", "{constructor}"],
    ["{report", "brace"],
    ["{}", "{}"],
  ])("%s is checked at save", (text, word) => {
    const problem = tokensProblem(text);
    if (word === null) expect(problem).toBeNull();
    else expect(problem).toContain(word);
  });
});

it.each([
  [null, 0, "a", "a", true],
  ["if_rows", 1, "a", "a", true],
  ["if_rows", 0, "a", null, false],
  ["if_no_rows", 0, "a", null, true],
  ["if_no_rows", 3, "a", null, false],
  ["if_changed", 3, "a", null, true],
  ["if_changed", 3, "a", "b", true],
  ["if_changed", 3, "a", "a", false],
] as const)("X45 E25 send_if %s with %i rows, %s after %s: %s", (sendIf, rows, hash, lastSentHash, send) => {
  expect(sendDecision(sendIf, { rows, hash, lastSentHash }).send).toBe(send);
});
