import { describe, expect, it } from "vitest";
import { type DueSchedule, verdictOn } from "../../src/schedules/due";
import { NO_RULE } from "./no-rule";

const HOURLY = { ...NO_RULE, cron: "0 * * * *" };

/** What becomes of an hourly schedule whose slot of 10:00 has come. */
const verdict = (now: string, part: Partial<DueSchedule> = {}) => {
  const found = verdictOn({
    recurrence: HOURLY,
    nextRun: new Date("2026-06-01T10:00:00Z"),
    now: new Date(`2026-06-01T${now}Z`),
    misfire: "run_once",
    overlap: "skip",
    isBusy: false,
    lastEnded: new Date("2026-06-01T09:01:00Z"),
    ...part,
  });
  if (!found) return null;
  return [
    found.outcome,
    found.slot.toISOString().slice(11, 16),
    found.next?.toISOString().slice(11, 16),
    found.note,
  ];
};

describe("X41 X42 what becomes of a slot", () => {
  it("in time it fires, up to five minutes late", () => {
    expect(verdict("10:00:20")).toEqual(["fired", "10:00", "11:00", null]);
    expect(verdict("10:05:00", { misfire: "skip" })).toEqual(["fired", "10:00", "11:00", null]);
  });

  it("later it was missed: it runs once all the same, or not at all", () => {
    expect(verdict("10:20:00")).toEqual(["fired", "10:00", "11:00", "20 minutes late"]);
    expect(verdict("10:20:00", { misfire: "skip" })).toEqual([
      "missed",
      "10:00",
      "11:00",
      "came 20 minutes late",
    ]);
  });

  it("after hours without a tick there is one run for all that were missed", () => {
    expect(verdict("14:20:00")).toEqual([
      "fired",
      "14:00",
      "15:00",
      "20 minutes late; 4 slots since 2026-06-01T10:00:00.000Z left out",
    ]);
    expect(verdict("14:20:00", { misfire: "skip" })?.[0]).toBe("missed");
  });

  it("the newest fires in time although older ones were missed, whatever the rule", () => {
    for (const misfire of ["skip", "run_once"] as const)
      expect(verdict("14:00:30", { misfire })).toEqual([
        "fired",
        "14:00",
        "15:00",
        "4 slots since 2026-06-01T10:00:00.000Z left out",
      ]);
  });

  it("a month by the minute is passed over quickly", () => {
    const recurrence = { ...NO_RULE, cron: "* * * * *" };
    const found = verdictOn({
      recurrence,
      nextRun: new Date("2026-06-01T10:00:00Z"),
      now: new Date("2026-07-01T10:00:30Z"),
      misfire: "run_once",
      overlap: "skip",
      isBusy: false,
      lastEnded: null,
    });
    expect(found?.slot.toISOString()).toBe("2026-07-01T10:00:00.000Z");
    expect(found?.note).toContain("more than 1000 slots");
  });

  it("while the run before has not ended the slot passes, or waits", () => {
    expect(verdict("10:00:20", { isBusy: true })).toEqual([
      "overlap",
      "10:00",
      "11:00",
      "the run before had not ended",
    ]);
    expect(verdict("10:00:20", { isBusy: true, overlap: "queue" })).toBeNull();
  });

  it("slots that waited are done one by one, however late they are by then", () => {
    const queue = { overlap: "queue", misfire: "skip", lastEnded: new Date("2026-06-01T12:29:00Z") } as const;
    expect(verdict("12:30:00", queue)).toEqual(["fired", "10:00", "11:00", null]);
  });

  it("but an outage counts as one with queue as well", () => {
    expect(verdict("14:20:00", { overlap: "queue" })?.slice(0, 2)).toEqual(["fired", "14:00"]);
    expect(verdict("14:20:00", { overlap: "queue", misfire: "skip" })?.[0]).toBe("missed");
  });

  it("the last slot leaves none", () => {
    const recurrence = { ...HOURLY, ends_at: "2026-06-01T10:30:00.000Z" };
    expect(verdict("10:00:20", { recurrence })?.[2]).toBeUndefined();
  });
});
