import { pad } from "../clock";

/** A date, a date with a time, or a time of day. */
export class Moment {
  /**
   * @param day days from 1 March of the year 0.
   * @param clock milliseconds since midnight.
   */
  constructor(
    readonly kind: "date" | "datetime" | "time",
    private readonly day: number,
    private readonly clock: number,
  ) {}

  /** `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM:SS`, `HH:MM:SS`; with up to three digits of a fraction. */
  get iso(): string {
    if (this.kind === "time") return clockText(this.clock);
    return this.kind === "date" ? dateText(this.day) : `${dateText(this.day)}T${clockText(this.clock)}`;
  }
}

/** A length of time, which cells hold as days. */
export class Duration {
  readonly seconds: number;

  constructor(days: number) {
    // Days are what programs made of seconds: the microsecond takes back the rounding of that division.
    this.seconds = Math.round(days * SECONDS_PER_DAY * 1e6) / 1e6;
  }

  toString(): string {
    const whole = Math.trunc(Math.abs(this.seconds));
    const fraction = Math.round((Math.abs(this.seconds) - whole) * 1000);
    const [hours, minutes, seconds] = [Math.trunc(whole / 3600), Math.trunc(whole / 60) % 60, whole % 60];
    return `${this.seconds < 0 ? "-" : ""}${hours}:${pad(minutes)}:${pad(seconds)}${fractionText(fraction)}`;
  }
}

const SECONDS_PER_DAY = 86_400;
const DAY = 86_400_000;
const ERA_DAYS = 146_097;
/** Days from 1 March of the year 0 to day 0 as serials from 61 on count it, and as those before do (ECMA-376 part 1, 18.17.4.1). */
const EPOCH_1900 = 693_899;
const EPOCH_EARLY = EPOCH_1900 + 1;
const EPOCH_1904 = EPOCH_1900 + 1_462;
/** The 29 February 1900, which never was. */
const NO_DAY = 60;
/** Behind 31 December 9999. */
const END = EPOCH_1900 + 2_958_466;

/**
 * The moment that a serial number means, to the millisecond. Less than a day is a time of day where times are shown.
 * Null for what is no date: zero, as references to empty cells give it, negative numbers, 29 February 1900, years over 9999.
 */
export function momentOf(serial: number, look: "date" | "datetime" | "time", is1904: boolean): Moment | null {
  const total = Math.round(serial * DAY);
  const days = Math.floor(total / DAY);
  const clock = total - days * DAY;
  if (days === 0 && look !== "date" && (look === "time" || clock > 0)) return new Moment("time", 0, clock);
  if (days < 0 || (!is1904 && (days === 0 || days === NO_DAY))) return null;
  const day = days + (is1904 ? EPOCH_1904 : days < NO_DAY ? EPOCH_EARLY : EPOCH_1900);
  if (day >= END) return null;
  return new Moment(clock === 0 && look !== "datetime" ? "date" : "datetime", day, clock);
}

/** The day so many days behind 1 March of the year 0, by eras of 400 years: `Date` takes ten times as long. */
function dateText(daysFromMarch: number): string {
  const era = Math.floor(daysFromMarch / ERA_DAYS);
  const day = daysFromMarch - era * ERA_DAYS;
  const year = Math.floor(
    (day - Math.floor(day / 1_460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365,
  );
  const dayOfYear = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
  const full = year + era * 400 + (month < 10 ? 0 : 1);
  return `${full < 1000 ? String(full).padStart(4, "0") : full}-${pad(month < 10 ? month + 3 : month - 9)}-${pad(dayOfMonth)}`;
}

function clockText(clock: number): string {
  const seconds = Math.floor(clock / 1000);
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${pad(hour)}:${pad(minute)}:${pad(second)}${fractionText(clock % 1000)}`;
}

function fractionText(milliseconds: number): string {
  return milliseconds === 0 ? "" : `.${String(milliseconds).padStart(3, "0").replace(/0+$/, "")}`;
}
