import type { AppliedFilter, Chart, ChartType, ReportDocument, TableSection } from "../document";
import { filled, formOf, wordsOf } from "../words";
import type { ChartWords } from "../words/words";
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

/** `25,314 rows`, `1,000 of 25,314 rows (cut at the limit)` or `No rows`, in the locale's words. */
export function rowsText(
  section: Pick<TableSection, "rows_written" | "rows_total" | "truncated">,
  locale = "en",
): string {
  const { no_rows, row_count, cut_rows } = wordsOf(locale);
  const count = countWriter(locale);
  const { rows_written: written, rows_total: total } = section;
  if (section.truncated)
    return filled(formOf(cut_rows, total, locale), { count: count(written), total: count(total) });
  return written === 0 ? no_rows : filled(formOf(row_count, written, locale), { count: count(written) });
}

/** Whole numbers as the locale writes them. */
function countWriter(locale: string): (count: number) => string {
  const style = numberStyle(resolveLocale(locale));
  return (count) => writeDecimal(style, String(count));
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
  const { charts } = wordsOf(locale);
  if (chart.bin_rule) return chart.bin_rule === "sturges" ? charts.sturges : charts.freedman_diaconis;
  const other = chart.type === "pie" ? 1 : 0;
  const shown = chart.labels.length;
  if (shown >= chart.points_total) return "";
  const count = countWriter(locale);
  return filled(charts[WHICH_POINTS[chart.type]], {
    count: count(shown - other),
    total: count(chart.points_total),
  });
}

const WHICH_POINTS = {
  bar: "first_points",
  line: "even_points",
  pie: "largest_slices",
  histogram: "first_points",
  scatter: "even_points",
} as const satisfies Readonly<Record<ChartType, keyof ChartWords>>;

/** Why a chart that was asked for is not there, in words; empty where none was asked for, and where there is one. */
export function missingChartNote(
  { missing_chart }: Pick<TableSection, "missing_chart">,
  locale = "en",
): string {
  if (!missing_chart) return "";
  const { charts } = wordsOf(locale);
  const { type, reason } = missing_chart;
  return filled(charts.left_out, { chart: charts[type], reason: charts.reasons[reason] });
}

/** A chart for those who cannot see it; its numbers stand in a table beside it. */
export function chartDescription(chart: Chart, locale: string): string {
  const { charts } = wordsOf(locale);
  const { length } = chart.labels;
  const points = filled(formOf(charts.point_count, length, locale), { count: countWriter(locale)(length) });
  const note = chartNote(chart, locale);
  return `${charts[chart.type]}: ${chart.title}, ${points}.${note === "" ? "" : ` ${note}.`}`;
}
