import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextSlot, nextSlots, type Recurrence } from "../../src/schedules/recurrence";
import { zonedText } from "../../src/schedules/time-zone";
import { minutesOf, wallMinute, wishesOf } from "./local-minutes";
import { NO_RULE } from "./no-rule";

const rule = (part: Partial<Recurrence>): Recurrence => ({ ...NO_RULE, ...part });
const daily = (time: string, zone: string) =>
  rule({ frequency: "daily", schedule_time: time, time_zone: zone });
const cron = (text: string, zone = "UTC") => rule({ cron: text, time_zone: zone });

/** The next slots as the zone's people write them, without the zone's name. */
const local = (recurrence: Recurrence, after: string, count: number) =>
  nextSlots(recurrence, new Date(after), count).map((slot) =>
    zonedText(slot, recurrence.time_zone).replace(/:00([+-].*)\[.*/, "$1"),
  );

describe("slots of a frequency", () => {
  it.each([
    ["E1 daily", { frequency: "daily", schedule_time: "09:30" }, ["2026-11-22T09:30", "2026-11-23T09:30"]],
    [
      "E3 weekly, 0 is Sunday",
      { frequency: "weekly", schedule_time: "08:00", schedule_day: 0 },
      ["2026-11-22T08:00", "2026-11-29T08:00"],
    ],
    [
      "E3 weekly, 6 is Saturday",
      { frequency: "weekly", schedule_time: "08:00", schedule_day: 6 },
      ["2026-11-28T08:00", "2026-12-05T08:00"],
    ],
    [
      "E3 monthly",
      { frequency: "monthly", schedule_time: "23:59", schedule_day: 1 },
      ["2026-12-01T23:59", "2027-01-01T23:59"],
    ],
    [
      "X39 U32 day 31 is the last day of each month",
      { frequency: "monthly", schedule_time: "00:00", schedule_day: 31 },
      ["2026-11-30T00:00", "2026-12-31T00:00", "2027-01-31T00:00", "2027-02-28T00:00", "2027-03-31T00:00"],
    ],
    [
      "day 30 is the last day of February",
      { frequency: "monthly", schedule_time: "00:00", schedule_day: 30 },
      ["2026-11-30T00:00", "2026-12-30T00:00", "2027-01-30T00:00", "2027-02-28T00:00", "2027-03-30T00:00"],
    ],
    [
      "X37 every two days",
      { every: "P2D", starts_at: "2026-11-20T06:15:00Z" },
      ["2026-11-22T06:15", "2026-11-24T06:15"],
    ],
    [
      "X37 every two weeks",
      { every: "P2W", starts_at: "2026-11-20T06:15:00Z" },
      ["2026-12-04T06:15", "2026-12-18T06:15"],
    ],
    [
      "X37 every hour from a start within a minute: not before it, nor an hour late",
      { every: "PT1H", starts_at: "2026-11-22T06:07:33.000Z" },
      ["2026-11-22T06:08", "2026-11-22T07:08"],
    ],
    [
      "X37 every quarter of an hour from when it was made",
      { every: "PT15M", anchor: "2026-11-20T06:07:33.000Z" },
      ["2026-11-21T12:07", "2026-11-21T12:22"],
    ],
    ["X36 cron", { cron: "5 4 * * 1" }, ["2026-11-23T04:05", "2026-11-30T04:05"]],
    ["X39 first Monday", { cron: "0 9 * * MON#1" }, ["2026-12-07T09:00", "2027-01-04T09:00"]],
    ["X39 last Friday", { cron: "0 9 * * FRIL" }, ["2026-11-27T09:00", "2026-12-25T09:00"]],
    [
      "day of month and day of week mean either, as in every cron",
      { cron: "0 9 24 * TUE" },
      ["2026-11-24T09:00", "2026-12-01T09:00"],
    ],
  ] as [string, Partial<Recurrence>, string[]][])("%s", (_, part, expected) => {
    expect(local(rule(part), "2026-11-21T12:00:00Z", expected.length)).toEqual(
      expected.map((time) => `${time}+00:00`),
    );
  });

  it("leap day: day 29 is 28 February but in leap years, cron's 29 2 only in these", () => {
    const monthly = rule({ frequency: "monthly", schedule_time: "10:00", schedule_day: 29 });
    expect(local(monthly, "2027-02-01T00:00:00Z", 1)).toEqual(["2027-02-28T10:00+00:00"]);
    expect(local(monthly, "2028-02-01T00:00:00Z", 2)).toEqual([
      "2028-02-29T10:00+00:00",
      "2028-03-29T10:00+00:00",
    ]);
    expect(local(cron("0 10 29 2 *"), "2026-11-21T12:00:00Z", 2)).toEqual([
      "2028-02-29T10:00+00:00",
      "2032-02-29T10:00+00:00",
    ]);
    expect(local(cron("0 10 29 2 *"), "2097-01-01T00:00:00Z", 1)).toEqual(["2104-02-29T10:00+00:00"]);
  });

  it("a rule that no day fits has no slot", () => {
    expect(nextSlot(cron("0 0 31 2 *"), new Date("2026-01-01"))).toBeNull();
    const never = rule({ cron: "0 0 * * SAT", workdays_only: true });
    expect(nextSlot(never, new Date("2026-01-01"))).toBeNull();
  });
});

describe("X38 start and end", () => {
  it("a slot at the start or at the end is in, one beyond is not", () => {
    const recurrence = rule({
      frequency: "daily",
      schedule_time: "09:00",
      starts_at: "2026-12-01T09:00:00Z",
      ends_at: "2026-12-03T09:00:00Z",
    });
    expect(local(recurrence, "2026-11-21T12:00:00Z", 9)).toEqual([
      "2026-12-01T09:00+00:00",
      "2026-12-02T09:00+00:00",
      "2026-12-03T09:00+00:00",
    ]);
    expect(nextSlot(recurrence, new Date("2026-12-03T09:00:00Z"))).toBeNull();
  });

  it("E1 one_time fires once: at the first fitting time, or at its start", () => {
    const at = (part: Partial<Recurrence>) =>
      local(rule({ frequency: "one_time", ...part }), "2026-01-01T00:00:00Z", 5);
    expect(at({ schedule_time: "09:00" })).toEqual(["2026-01-01T09:00+00:00"]);
    expect(at({ schedule_time: "09:00", schedule_day: 31, anchor: "2026-02-01T00:00:00Z" })).toEqual([
      "2026-02-28T09:00+00:00",
    ]);
    expect(at({ schedule_time: "09:00", starts_at: "2026-05-05T10:00:00Z" })).toEqual([
      "2026-05-06T09:00+00:00",
    ]);
    expect(at({ starts_at: "2026-05-05T10:20:00Z" })).toEqual(["2026-05-05T10:20+00:00"]);
    const once = rule({ frequency: "one_time", schedule_time: "09:00" });
    expect(nextSlot(once, new Date("2026-01-01T09:00:00Z"))).toBeNull();
  });
});

describe("X39 X40 workdays and left out dates", () => {
  it.each([
    ["daily", { frequency: "daily" }, ["11-20", "11-23", "11-24"]],
    ["cron", { cron: "0 9 * * *" }, ["11-20", "11-23", "11-24"]],
    ["interval", { every: "P1D", starts_at: "2026-11-20T09:00:00Z" }, ["11-20", "11-23", "11-24"]],
    [
      "monthly, moved to the nearest workday of the month",
      { frequency: "monthly", schedule_day: 1 },
      ["12-01", "01-01", "02-01", "03-01", "04-01", "05-03"],
    ],
    [
      "monthly, the last workday",
      { frequency: "monthly", schedule_day: 31 },
      ["11-30", "12-31", "01-29", "02-26"],
    ],
    [
      "monthly, moved back over the weekend",
      { frequency: "monthly", schedule_day: 30 },
      ["11-30", "12-30", "01-29", "02-26", "03-30"],
    ],
  ] as [string, Partial<Recurrence>, string[]][])("%s", (_, part, expected) => {
    const recurrence = rule({ schedule_time: "09:00", workdays_only: true, ...part });
    const days = local(recurrence, "2026-11-20T00:00:00Z", expected.length).map((text) => text.slice(5, 10));
    expect(days).toEqual(expected);
  });

  it("a left out date is one of the zone, and a schedule by the minute goes on at its end", () => {
    const recurrence = rule({
      cron: "*/30 * * * *",
      time_zone: "Asia/Kolkata",
      exclude_dates: ["2026-11-22", "2026-11-23"],
    });
    expect(local(recurrence, "2026-11-21T17:45:00Z", 3)).toEqual([
      "2026-11-21T23:30+05:30",
      "2026-11-24T00:00+05:30",
      "2026-11-24T00:30+05:30",
    ]);
  });
});

describe("N5 U6 daylight-saving time", () => {
  it.each([
    [
      "gap",
      "America/New_York",
      "02:30",
      "2026-03-07T12:00Z",
      ["2026-03-08T03:00-04:00", "2026-03-09T02:30-04:00"],
    ],
    [
      "repeat",
      "America/New_York",
      "01:30",
      "2026-10-31T12:00Z",
      ["2026-11-01T01:30-04:00", "2026-11-02T01:30-05:00"],
    ],
    [
      "gap",
      "Europe/Berlin",
      "02:00",
      "2026-03-28T12:00Z",
      ["2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00"],
    ],
    [
      "repeat",
      "Europe/Berlin",
      "02:59",
      "2026-10-24T12:00Z",
      ["2026-10-25T02:59+02:00", "2026-10-26T02:59+01:00"],
    ],
    [
      "half an hour's gap",
      "Australia/Lord_Howe",
      "02:15",
      "2026-10-03T12:00Z",
      ["2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00"],
    ],
    [
      "half an hour's repeat",
      "Australia/Lord_Howe",
      "01:45",
      "2026-04-04T12:00Z",
      ["2026-04-05T01:45+11:00", "2026-04-06T01:45+10:30"],
    ],
    [
      "no change",
      "Asia/Kolkata",
      "02:30",
      "2026-03-28T12:00Z",
      ["2026-03-29T02:30+05:30", "2026-03-30T02:30+05:30"],
    ],
    [
      "three quarters",
      "Asia/Kathmandu",
      "00:00",
      "2026-03-28T12:00Z",
      ["2026-03-29T00:00+05:45", "2026-03-30T00:00+05:45"],
    ],
    [
      "gap that ends at midnight",
      "America/Nuuk",
      "23:30",
      "2026-03-28T12:00Z",
      ["2026-03-29T00:00-01:00", "2026-03-29T23:30-01:00"],
    ],
    [
      "gap at midnight",
      "America/Sao_Paulo",
      "00:15",
      "2018-11-03T12:00Z",
      ["2018-11-04T01:00-02:00", "2018-11-05T00:15-02:00"],
    ],
    [
      "repeat before midnight",
      "America/Sao_Paulo",
      "23:30",
      "2018-02-17T12:00Z",
      ["2018-02-17T23:30-02:00", "2018-02-18T23:30-03:00"],
    ],
    [
      "Ramadan begins",
      "Africa/Casablanca",
      "02:30",
      "2026-02-14T12:00Z",
      ["2026-02-15T02:30+01:00", "2026-02-16T02:30+00:00"],
    ],
    [
      "Ramadan ends",
      "Africa/Casablanca",
      "02:30",
      "2026-03-21T12:00Z",
      ["2026-03-22T03:00+01:00", "2026-03-23T02:30+01:00"],
    ],
    [
      "two hours' gap",
      "Antarctica/Troll",
      "01:10",
      "2026-03-28T12:00Z",
      ["2026-03-29T03:00+02:00", "2026-03-30T01:10+02:00"],
    ],
    [
      "a day that was skipped",
      "Pacific/Apia",
      "10:00",
      "2011-12-29T12:00Z",
      ["2011-12-29T10:00-10:00", "2011-12-31T10:00+14:00"],
    ],
  ])("%s in %s, wished for %s", (_, zone, time, after, expected) => {
    expect(local(daily(time, zone), after, 2)).toEqual(expected);
  });

  it("times named with steps keep to the rule as well", () => {
    expect(local(cron("*/30 1 * * *", "America/New_York"), "2026-11-01T04:00Z", 3)).toEqual([
      "2026-11-01T01:00-04:00",
      "2026-11-01T01:30-04:00",
      "2026-11-02T01:00-05:00",
    ]);
    expect(local(cron("0 */2 * * *", "Europe/Berlin"), "2026-03-28T23:30Z", 2)).toEqual([
      "2026-03-29T03:00+02:00",
      "2026-03-29T04:00+02:00",
    ]);
    expect(local(cron("0 */2 * * *", "Europe/Berlin"), "2026-10-24T22:30Z", 2)).toEqual([
      "2026-10-25T02:00+02:00",
      "2026-10-25T04:00+01:00",
    ]);
  });

  it("every hour means what the clock shows: both times of a repeated hour, none of a skipped one", () => {
    expect(local(cron("15 * * * *", "America/New_York"), "2026-11-01T04:30Z", 4)).toEqual([
      "2026-11-01T01:15-04:00",
      "2026-11-01T01:15-05:00",
      "2026-11-01T02:15-05:00",
      "2026-11-01T03:15-05:00",
    ]);
    expect(local(cron("15 * * * *", "America/New_York"), "2026-03-08T06:00Z", 2)).toEqual([
      "2026-03-08T01:15-05:00",
      "2026-03-08T03:15-04:00",
    ]);
  });

  it("an interval of hours is time that passes, one of days keeps the local time", () => {
    const start = { time_zone: "Europe/Berlin", starts_at: "2026-10-24T10:00:00Z" };
    expect(local(rule({ every: "PT24H", ...start }), "2026-10-24T10:00Z", 1)).toEqual([
      "2026-10-25T11:00+01:00",
    ]);
    expect(local(rule({ every: "P1D", ...start }), "2026-10-24T10:00Z", 1)).toEqual([
      "2026-10-25T12:00+01:00",
    ]);
  });
});

/** Stretches of a few days around a change of the clock, in each kind of zone. */
const CHANGES = [
  ["America/New_York", "2026-03-06", "2026-03-11"],
  ["America/New_York", "2026-10-30", "2026-11-04"],
  ["Europe/Berlin", "2026-03-27", "2026-04-01"],
  ["Europe/Berlin", "2026-10-23", "2026-10-28"],
  ["Australia/Lord_Howe", "2026-04-03", "2026-04-08"],
  ["Australia/Lord_Howe", "2026-10-02", "2026-10-07"],
  ["America/Sao_Paulo", "2018-11-02", "2018-11-07"],
  ["America/Sao_Paulo", "2018-02-16", "2018-02-21"],
  ["Africa/Casablanca", "2026-02-13", "2026-02-18"],
  ["Africa/Casablanca", "2026-03-20", "2026-03-25"],
  ["Asia/Kathmandu", "2026-03-20", "2026-03-25"],
  ["America/Nuuk", "2026-03-27", "2026-04-01"],
  ["Antarctica/Troll", "2026-10-23", "2026-10-28"],
  ["Pacific/Apia", "2011-12-27", "2012-01-02"],
] as const;

describe.each(CHANGES)("against every minute of %s from %s", (zone, from, to) => {
  const minutes = minutesOf(zone, from, to);
  const wishes = wishesOf(minutes);
  const wished = (isWished: (local: string) => boolean) => [
    ...new Set(wishes.filter(({ local }) => isWished(local)).map(({ at }) => at)),
  ];
  const first = minutes[0]?.at ?? 0;
  const last = minutes.at(-1)?.at ?? 0;
  // What a slot of the first day depends on may lie before the stretch.
  const begin = first + 24 * 3_600_000;
  const between = (slots: number[]) => slots.filter((at) => at > begin && at < last);

  const times = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));

  it("daily: one slot a local day, at the wished time but in gaps", () => {
    fc.assert(
      fc.property(times, ([hour, minute]) => {
        const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
        const expected = between(wished((local) => local.endsWith(time)));
        const slots = nextSlots(daily(time, zone), new Date(begin), 10).map(Number);
        expect(between(slots)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it("cron with several times: whatever instant one asks from", () => {
    const named = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 4 });
    const minutesNamed = fc.uniqueArray(fc.constantFrom<number>(0, 1, 15, 29, 30, 45, 59), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(named, minutesNamed, fc.integer({ min: 0, max: 60 }), (hours, atMinutes, step) => {
        const isWished = (local: string) =>
          hours.includes(Number(local.slice(11, 13))) && atMinutes.includes(Number(local.slice(14, 16)));
        const expected = between(wished(isWished));
        const recurrence = cron(`${atMinutes.join()} ${hours.join()} * * *`, zone);
        expect(between(nextSlots(recurrence, new Date(begin), 200).map(Number))).toEqual(expected);
        const after = begin + Math.floor(((last - begin) * step) / 61 / 1000) * 1000 + 500;
        const following = expected.find((at) => at > after);
        if (following) expect(nextSlot(recurrence, new Date(after))?.getTime()).toBe(following);
      }),
      { numRuns: 30 },
    );
  });

  it("every quarter of an hour: each minute at which the clock shows one", () => {
    const shown = minutes.filter(({ local }) => wallMinute(local) % 15 === 0).map(({ at }) => at);
    const slots = nextSlots(cron("*/15 * * * *", zone), new Date(begin), 600).map(Number);
    expect(between(slots)).toEqual(between(shown));
  });
});

it("slots strictly increase for any rule, from any instant", () => {
  const zones = fc.constantFrom(...new Set(CHANGES.map(([zone]) => zone)), "Asia/Calcutta", "UTC");
  const clocks = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`);
  const rules = fc.oneof(
    fc.record({ frequency: fc.constant("daily" as const), schedule_time: clocks }),
    fc.record({
      frequency: fc.constant("weekly" as const),
      schedule_time: clocks,
      schedule_day: fc.integer({ min: 0, max: 6 }),
    }),
    fc.record({
      frequency: fc.constant("monthly" as const),
      schedule_time: clocks,
      schedule_day: fc.integer({ min: 1, max: 31 }),
    }),
    fc.record({ cron: fc.constantFrom("*/7 * * * *", "0 0 L * *", "30 2 * * 1", "5 */5 1,15 * *") }),
    fc.record({ every: fc.constantFrom("PT1M", "PT90M", "P1D", "P3D", "P1W") }),
  );
  const instants = fc.date({
    min: new Date("2010-01-01"),
    max: new Date("2040-01-01"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(rules, zones, fc.boolean(), instants, (part, zone, workdays_only, after) => {
      const recurrence = rule({
        ...part,
        time_zone: zone,
        workdays_only,
        anchor: "2009-01-01T00:00:00.000Z",
      });
      const slots = nextSlots(recurrence, after, 8).map(Number);
      expect(slots.length).toBe(8);
      for (const [index, slot] of slots.entries()) {
        expect(slot).toBeGreaterThan(slots[index - 1] ?? after.getTime());
        expect(slot % 60_000).toBe(0);
      }
    }),
    { numRuns: 300 },
  );
});
