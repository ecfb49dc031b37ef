import { remembered } from "./remembered";

/** Formats of date columns whose dates stand for the whole period that they begin. */
const PERIODS = ["month", "quarter", "year"] as const;
export type Period = (typeof PERIODS)[number];

/** The period that a date column's format names, or null: then its dates are days. */
export function periodOf(format: string | undefined): Period | null {
  return PERIODS.find((period) => period === format) ?? null;
}

/** `2026-07-01` as `Jul 2026`, `Q3 2026` or `2026`; what is no date as it is. */
export function periodFormatter(period: Period, locale: string): (iso: string) => string {
  const year = new Intl.DateTimeFormat(locale, { timeZone: "UTC", calendar: "gregory", year: "numeric" });
  const month = new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    calendar: "gregory",
    year: "numeric",
    month: "short",
  });
  return remembered((iso: string) => {
    const day = /^\d{4}-\d\d-\d\d/.test(iso) ? new Date(`${iso.slice(0, 10)}T00:00:00Z`) : null;
    if (day === null || Number.isNaN(day.getTime())) return iso;
    if (period === "month") return month.format(day);
    if (period === "year") return year.format(day);
    return `Q${Math.floor(day.getUTCMonth() / 3) + 1} ${year.format(day)}`;
  });
}
