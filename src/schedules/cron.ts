import { Cron } from "croner";
import { zoneOffsets } from "../render/values/zone";
import { instantIn } from "./time-zone";

const DAY = 86_400_000;

/** The next time that a pattern fits, after an instant; null when there is none. */
export type Upcoming = (after: Date) => Date | null;

/**
 * The times of 5-field cron patterns in a zone, all taken together. Named times keep to the wall clock: a skipped
 * one fires at the next valid minute, one that comes twice fires once, the first time. A pattern of every hour
 * goes by what the clock shows, minute after minute. `isOpen` may leave out days of the wall clock.
 */
export function cronTimes(
  patterns: readonly string[],
  timeZone: string,
  isOpen: (day: number) => boolean = () => true,
): Upcoming {
  const times = patterns.map((pattern) =>
    isEveryHour(pattern) ? shownTimes(pattern, timeZone) : namedTimes(pattern, timeZone, isOpen),
  );
  return (after) => {
    const next = times.flatMap((upcoming) => upcoming(after)?.getTime() ?? []);
    return next.length === 0 ? null : new Date(Math.min(...next));
  };
}

/** Whenever the clock shows a fitting time: twice in a repeated hour, never in a skipped one. */
function shownTimes(pattern: string, timeZone: string): Upcoming {
  const cron = cronOf(pattern, timeZone);
  return (after) => cron.nextRun(after);
}

/**
 * croner finds the times on a calendar without zones, and these are put into the zone here: by itself it loses a
 * time in a gap that ends at midnight (America/Nuuk), and takes steps for elapsed time.
 */
function namedTimes(pattern: string, timeZone: string, isOpen: (day: number) => boolean): Upcoming {
  const cron = cronOf(pattern, "UTC");
  const instantOf = instantIn(timeZone);
  const offsetAt = zoneOffsets(timeZone);
  return (after) => {
    let local: Date | null = new Date(after.getTime() + offsetAt(after.getTime()));
    for (local = cron.nextRun(local); local !== null; local = cron.nextRun(local)) {
      const instant = isOpen(Math.floor(local.getTime() / DAY)) ? instantOf(local.getTime()) : null;
      if (instant !== null && instant > after.getTime()) return new Date(instant);
    }
    return null;
  };
}

/** What is wrong with a cron expression, in words; null when it is usable. */
export function cronProblem(text: string): string | null {
  const fields = text.trim().split(/\s+/);
  if (fields.length > 5 && fields.length < 8)
    return "must have 5 fields: seconds and years are not accepted, the shortest interval is a minute";
  if (fields.length !== 5) return "must have 5 fields: minute, hour, day of month, month, day of week";
  if (fields.slice(0, 2).some((field) => !/^[\d*,/-]+$/.test(field)))
    return "must give minute and hour as numbers, lists, ranges or steps";
  try {
    cronOf(normalCron(text), "UTC");
    return null;
  } catch (error) {
    return `is not a cron expression: ${String(error instanceof Error ? error.message : error).replace(/^CronPattern: /, "")}`;
  }
}

/** Single spaces, and `*` for Quartz's `?`. */
export const normalCron = (text: string) => text.trim().split(/\s+/).join(" ").replaceAll("?", "*");

const cronOf = (pattern: string, timezone: string) =>
  new Cron(pattern, { timezone, mode: "5-part", paused: true });

/** Whether a usable pattern names all hours, as `*` or otherwise. */
function isEveryHour(pattern: string): boolean {
  const parts = (pattern.split(" ")[1] ?? "").split(",").map((part) => {
    const [range = "", step = "1"] = part.split("/");
    const [from = 0, to = from] = range === "*" ? [0, 23] : range.split("-").map(Number);
    return { from, to, step: Number(step) };
  });
  return Array.from({ length: 24 }, (_, hour) => hour).every((hour) =>
    parts.some(({ from, to, step }) => hour >= from && hour <= to && (hour - from) % step === 0),
  );
}
