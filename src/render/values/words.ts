import type { AppliedFilter, BinRule, Chart, ChartType, ReportDocument, TableSection } from "../document";
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
  section: Pick<TableSection, "rows_written" | "rows_total" | "truncated">,
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

/**
 * What must be known to read a chart, or the empty text: that only some of its points are shown and which (see
 * `chartBuilder`), and the rule behind the bins of a histogram.
 */
export function chartNote(
  chart: Pick<Chart, "type" | "labels" | "points_total" | "bin_rule">,
  locale = "en",
): string {
  if (chart.bin_rule) return `Bins by ${BIN_RULES[chart.bin_rule]}`;
  const other = chart.type === "pie" ? 1 : 0;
  const shown = chart.labels.length;
  if (shown >= chart.points_total) return "";
  const style = numberStyle(resolveLocale(locale));
  const count = (points: number) => writeDecimal(style, String(points));
  return `${count(shown - other)} of ${count(chart.points_total)} ${WHICH_POINTS[chart.type]}`;
}

const BIN_RULES: Readonly<Record<BinRule, string>> = {
  "freedman-diaconis": "the Freedman–Diaconis rule",
  sturges: "Sturges’ rule",
};

const WHICH_POINTS: Readonly<Record<ChartType, string>> = {
  bar: "points shown: the first",
  line: "points shown, evenly spread",
  pie: "slices shown: the largest; the rest as Other",
  histogram: "bins shown",
  scatter: "points shown, evenly spread",
};

/** A chart for those who cannot see it; its numbers stand in a table beside it. */
export function chartDescription(chart: Chart, locale: string): string {
  const kind = `${chart.type[0]?.toUpperCase()}${chart.type.slice(1)}`;
  const points = `${chart.labels.length} ${chart.labels.length === 1 ? "point" : "points"}`;
  const note = chartNote(chart, locale);
  return `${kind} chart: ${chart.title}, ${points}.${note === "" ? "" : ` ${note}.`}`;
}
