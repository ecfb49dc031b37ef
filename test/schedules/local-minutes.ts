/**
 * An oracle for schedules that knows nothing of cron: it walks through every minute of a stretch of time and
 * reads the zone's clock by Intl.
 */

const MINUTE = 60_000;

export interface Minute {
  /** The instant, in milliseconds. */
  readonly at: number;
  /** `2026-03-29 02:30` */
  readonly local: string;
}

/** Each minute of a stretch with what the clock shows. */
export function minutesOf(zone: string, from: string, to: string): Minute[] {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  const minutes = [];
  for (let at = Date.parse(from); at < Date.parse(to); at += MINUTE)
    minutes.push({ at, local: format.format(at) });
  return minutes;
}

/** A local time as a number whose differences are minutes on the clock. */
export const wallMinute = (local: string) => Date.parse(`${local.replace(" ", "T")}Z`) / MINUTE;

/**
 * When each local time that one may wish for comes: the first time it is shown, or, when the clock jumps over it,
 * the minute it jumps to. Days that the calendar jumps over are left out.
 */
export function wishesOf(minutes: readonly Minute[]): Minute[] {
  const days = new Set(minutes.map(({ local }) => local.slice(0, 10)));
  const wishes: Minute[] = [];
  let latest = wallMinute(minutes[0]?.local ?? "");
  for (const { at, local } of minutes) {
    const shown = wallMinute(local);
    for (let wall = latest + 1; wall <= shown; wall += 1) {
      const wished = new Date(wall * MINUTE).toISOString().slice(0, 16).replace("T", " ");
      if (days.has(wished.slice(0, 10))) wishes.push({ at, local: wished });
    }
    latest = Math.max(latest, shown);
  }
  return wishes;
}
