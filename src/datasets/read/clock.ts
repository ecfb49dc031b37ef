export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** `.` and the digits as written, or empty. */
  readonly fraction: string;
  /** Minutes east of UTC; null when no zone is named. */
  readonly offset: number | null;
}

const CLOCK =
  /^(?:T|,?\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:\s?([ap])\.?m\.?)?(?:\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?$/i;

/**
 * Reads what follows a date: `T10:31`, ` 10:31:05.1234567`, ` 1:05 PM`, `T10:31:00+02:00`. Names of
 * zones other than UTC and GMT are not read, for they do not say one offset.
 */
export function clockTime(text: string): ClockTime | undefined {
  const match = CLOCK.exec(text);
  if (match === null) return undefined;
  const half = match[5]?.toLowerCase();
  const written = Number(match[1]);
  if (half !== undefined && (written < 1 || written > 12)) return undefined;
  const hour = half === undefined ? written : (written % 12) + (half === "p" ? 12 : 0);
  const minute = Number(match[2]);
  const second = Number(match[3] ?? 0);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const offset = match[6] === undefined ? null : offsetMinutes(match[6]);
  if (offset === undefined) return undefined;
  return { hour, minute, second, fraction: match[4] === undefined ? "" : `.${match[4]}`, offset };
}

/** Moves a local date and time to UTC; undefined when that leaves the years 0001 to 9999. */
export function toUtc(date: string, clock: ClockTime, offset: number): string | undefined {
  const time = `${pad(clock.hour)}:${pad(clock.minute)}:${pad(clock.second)}`;
  if (offset === 0) return `${date}T${time}${clock.fraction}Z`;
  const moved = new Date(Date.parse(`${date}T${time}Z`) - offset * 60_000);
  const year = moved.getUTCFullYear();
  return year < 1 || year > 9999 ? undefined : `${moved.toISOString().slice(0, 19)}${clock.fraction}Z`;
}

function offsetMinutes(zone: string): number | null | undefined {
  if (/^[a-z]/i.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", ""));
  if (hours > 18 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

export function pad(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
