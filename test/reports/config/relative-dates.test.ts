import { describe, expect, it } from "vitest";
import { RELATIVE_DATES, relativeDays } from "../../../src/reports/config/relative-dates";

/** A Saturday, in the middle of the day everywhere near Greenwich. */
const NOW = "2026-11-21T12:00:00Z";

describe("B10 B11: relative dates", () => {
  it.each([
    ["today", "2026-11-21", "2026-11-21"],
    ["yesterday", "2026-11-20", "2026-11-20"],
    ["last_7_days", "2026-11-15", "2026-11-21"],
    ["last_30_days", "2026-10-23", "2026-11-21"],
    ["last_1_days", "2026-11-21", "2026-11-21"],
    ["last_90_days", "2026-08-24", "2026-11-21"],
    ["this_week", "2026-11-16", "2026-11-22"],
    ["previous_week", "2026-11-09", "2026-11-15"],
    ["this_month", "2026-11-01", "2026-11-30"],
    ["month_to_date", "2026-11-01", "2026-11-21"],
    ["previous_month", "2026-10-01", "2026-10-31"],
    ["this_quarter", "2026-10-01", "2026-12-31"],
    ["previous_quarter", "2026-07-01", "2026-09-30"],
    ["this_year", "2026-01-01", "2026-12-31"],
    ["year_to_date", "2026-01-01", "2026-11-21"],
    ["previous_year", "2025-01-01", "2025-12-31"],
  ])("%s is %s to %s", (name, start, end) => {
    expect(relativeDays(name, new Date(NOW), "UTC")).toEqual({ start, end });
  });

  it.each([
    [
      "in January, months and quarters reach into the year before",
      "2026-01-05T10:00:00Z",
      "previous_month",
      "2025-12-01",
      "2025-12-31",
    ],
    ["in January", "2026-01-05T10:00:00Z", "previous_quarter", "2025-10-01", "2025-12-31"],
    ["on a Monday the week begins today", "2026-11-16T10:00:00Z", "this_week", "2026-11-16", "2026-11-22"],
    ["on a Sunday the week ends today", "2026-11-22T10:00:00Z", "this_week", "2026-11-16", "2026-11-22"],
    [
      "the week before New Year's spans two years",
      "2027-01-06T10:00:00Z",
      "previous_week",
      "2026-12-28",
      "2027-01-03",
    ],
    [
      "February of a leap year has 29 days",
      "2028-03-10T10:00:00Z",
      "previous_month",
      "2028-02-01",
      "2028-02-29",
    ],
    ["of a common year 28", "2027-03-31T10:00:00Z", "previous_month", "2027-02-01", "2027-02-28"],
  ])("%s (%s)", (_, now, name, start, end) => {
    expect(relativeDays(name, new Date(now), "UTC")).toEqual({ start, end });
  });

  it.each([
    ["an evening in UTC is the next day in Tokyo", "2026-11-21T15:30:00Z", "Asia/Tokyo", "2026-11-22"],
    ["and the day itself in Berlin", "2026-11-21T15:30:00Z", "Europe/Berlin", "2026-11-21"],
    [
      "a night in UTC is the day before in New York",
      "2026-11-21T04:59:59Z",
      "America/New_York",
      "2026-11-20",
    ],
    [
      "from 05:00 in winter it is the same day there",
      "2026-11-21T05:00:00Z",
      "America/New_York",
      "2026-11-21",
    ],
    ["from 04:00 in summer", "2026-07-21T04:00:00Z", "America/New_York", "2026-07-21"],
    [
      "on the day the clocks go back, its 25th hour is still that day",
      "2026-10-25T22:59:59Z",
      "Europe/Berlin",
      "2026-10-25",
    ],
    ["then comes the next", "2026-10-25T23:00:00Z", "Europe/Berlin", "2026-10-26"],
    ["the day the clocks go forward has 23 hours", "2026-03-29T21:59:59Z", "Europe/Berlin", "2026-03-29"],
    ["then comes the next", "2026-03-29T22:00:00Z", "Europe/Berlin", "2026-03-30"],
    [
      "where midnight is skipped, the day begins at one",
      "2026-04-24T22:00:00Z",
      "Africa/Cairo",
      "2026-04-25",
    ],
    ["half-hour zones", "2026-11-21T18:29:59Z", "Asia/Kolkata", "2026-11-21"],
    ["half-hour zones, a second later", "2026-11-21T18:30:00Z", "Asia/Kolkata", "2026-11-22"],
    ["Lord Howe moves by half an hour", "2026-10-03T15:29:59Z", "Australia/Lord_Howe", "2026-10-04"],
    ["14 hours ahead", "2026-12-31T10:00:00Z", "Pacific/Kiritimati", "2027-01-01"],
    ["11 hours behind", "2027-01-01T10:59:59Z", "Pacific/Pago_Pago", "2026-12-31"],
  ])("%s: %s in %s is %s", (_, now, zone, day) => {
    expect(relativeDays("today", new Date(now), zone)).toEqual({ start: day, end: day });
  });

  it("counts back in days of the calendar over a change of clocks", () => {
    const now = new Date("2026-10-26T00:30:00Z"); // 01:30 in Berlin, the day after
    expect(relativeDays("last_7_days", now, "Europe/Berlin")).toEqual({
      start: "2026-10-20",
      end: "2026-10-26",
    });
    expect(relativeDays("yesterday", now, "Europe/Berlin")).toEqual({
      start: "2026-10-25",
      end: "2026-10-25",
    });
  });

  it.each([
    "tomorrow",
    "last_0_days",
    "last_99999_days",
    "last_days",
    "Today",
    "",
    "constructor",
    "last_-1_days",
  ])("%j is none", (name) => {
    expect(relativeDays(name, new Date(NOW), "UTC")).toBeNull();
  });

  it("every name that is offered means something", () => {
    for (const name of RELATIVE_DATES)
      expect(relativeDays(name.replace("N", "14"), new Date(NOW), "UTC"), name).not.toBeNull();
  });
});
