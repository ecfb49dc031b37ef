import type { AppliedFilter, Chart, ReportDocument, Section } from "../document";
import { dateFormatter } from "./dates";
import { resolveLocale } from "./locale";
import { numberStyle, writeDecimal } from "./number-style";
import { resolveTimeZone, zoneAbbreviation } from "./zone";

/** When the report was made, in its zone and with the zone named: `21 Nov 2026, 10:31 CET (Europe/Berlin)`. */
export function generatedAtText(
  document: Pick<ReportDocument, "generated_at" | "time_zone" | "locale">,
): string {
  const locale = resolveLocale(document.locale);
  const zone = resolveTimeZone(document.time_zone);
  const instant = Date.parse(document.generated_at);
  if (Number.isNaN(instant)) return document.generated_at;
  const toTheMinute = `${new Date(instant).toISOString().slice(0, 16)}Z`;
  const name = zoneAbbreviation(zone, instant, locale);
  const text = `${dateFormatter(locale, zone)(toTheMinute)} ${name}`;
  return name === zone ? text : `${text} (${zone})`;
}

/** `25,314 rows`, `1,000 of 25,314 rows (cut at the limit)` or `No rows`. */
export function rowsText(
  section: Pick<Section, "rows_written" | "rows_total" | "truncated">,
  locale = "en",
): string {
  const style = numberStyle(resolveLocale(locale));
  const count = (rows: number) => writeDecimal(style, String(rows));
  const noun = (rows: number) => (rows === 1 ? "row" : "rows");
  const { rows_written: written, rows_total: total } = section;
  if (section.truncated) return `${count(written)} of ${count(total)} ${noun(total)} (cut at the limit)`;
  return written === 0 ? "No rows" : `${count(written)} ${noun(written)}`;
}

/** `Grade: between 60 and 100; Status: graded`; empty when nothing was filtered. */
export function filtersText(filters: readonly AppliedFilter[]): string {
  return filters.map(({ label, text }) => `${label}: ${text}`).join("; ");
}

/** What a chart leaves out, or the empty text when it shows every point; see `chartBuilder`. */
export function chartNote(chart: Pick<Chart, "type" | "labels" | "points_total">, locale = "en"): string {
  const shown = chart.labels.length;
  if (shown >= chart.points_total) return "";
  const style = numberStyle(resolveLocale(locale));
  const total = writeDecimal(style, String(chart.points_total));
  switch (chart.type) {
    case "pie":
      return `The ${shown - 1} largest of ${total}; the rest as Other`;
    case "bar":
      return `The first ${shown} of ${total} rows`;
    default:
      return `${shown} of ${total} points, evenly spread`;
  }
}
