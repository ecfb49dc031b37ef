/** An interval: a number of minutes that pass, or a number of days on the calendar. */
export type Every =
  | { readonly unit: "minutes"; readonly count: number }
  | { readonly unit: "days"; readonly count: number };

export const EVERY_FORM =
  "must be an ISO 8601 duration of minutes, hours, days or weeks, such as PT15M, PT1H30M, P1D or P2W";

const FORM = /^P(?:(\d{1,4})W|(\d{1,4})D|T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?)$/;
const LONGEST_DAYS = 366;

/** Reads an interval (ISO 8601, 5.5.2) of a minute to 366 days; null when it is none. */
export function readEvery(text: string): Every | null {
  const parts = FORM.exec(text);
  if (!parts) return null;
  const [weeks, days, hours, minutes] = parts.slice(1).map((part) => Number(part ?? 0));
  const wholeDays = (weeks ?? 0) * 7 + (days ?? 0);
  if (wholeDays > 0) return wholeDays <= LONGEST_DAYS ? { unit: "days", count: wholeDays } : null;
  const count = (hours ?? 0) * 60 + (minutes ?? 0);
  return count > 0 && count <= LONGEST_DAYS * 1440 ? { unit: "minutes", count } : null;
}
