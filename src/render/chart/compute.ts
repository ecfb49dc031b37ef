import type { Chart, ChartType, Column, MissingChart, MissingChartReason, Row } from "../document";
import { wordsOf } from "../words";
import { chartColumns, labelWriter } from "./columns";
import { histogramBuilder } from "./histogram-builder";
import { pieBuilder } from "./pie-builder";
import type { Plan, PointBuilder } from "./plan";
import { scatterBuilder } from "./scatter-builder";
import { seriesBuilder } from "./series-builder";

/** Takes a section's rows once, in batches, and holds a bounded part of them. */
export interface ChartBuilder {
  add(rows: readonly Row[]): void;
  /** What a section says of its chart: the chart, or why there is none. */
  finish(): { readonly chart: Chart | null; readonly missing_chart?: MissingChart };
}

/**
 * Computes a chart of at most 50 points in one pass over the rows; see {@link chartColumns} for what
 * is drawn. Bars are the first 50 rows; a line and a scatter plot are 50 rows spread evenly over
 * all; a pie is the 49 largest and `Other`; a histogram counts every row. `points_total` says how
 * many points there were. Bars and lines get a series for each numeric column of the first one's
 * format (at most 8), the others draw the first; a scatter plot sets the second numeric column over the first.
 * `title` defaults to a description of the axes in the words of `locale`; datetime labels are in `timeZone`.
 */
export function chartBuilder(
  type: ChartType,
  columns: readonly Column[],
  title?: string | null,
  timeZone = "UTC",
  locale = "en",
): ChartBuilder {
  const used = chartColumns(type, columns);
  const words = wordsOf(locale);
  const plan: Plan = {
    columns,
    used,
    title: title || null,
    labelWriters: used.labels.map((at) => labelWriter(columns[at], timeZone, words)),
    words,
  };
  const points = pointBuilder(type, plan);
  let rowCount = 0;
  return {
    add(rows) {
      rowCount += rows.length;
      points.add(rows);
    },
    finish() {
      const chart = rowCount === 0 ? "no_rows" : points.finish();
      return typeof chart === "string" ? { chart: null, missing_chart: { type, reason: chart } } : { chart };
    },
  };
}

function pointBuilder(type: ChartType, plan: Plan): PointBuilder {
  const { length } = plan.used.values;
  if (length === 0) return undrawable("no_numbers");
  switch (type) {
    case "bar":
    case "line":
      return seriesBuilder(type, plan);
    case "pie":
      return pieBuilder(plan);
    case "histogram":
      return histogramBuilder(plan);
    case "scatter":
      return length < 2 ? undrawable("one_number") : scatterBuilder(plan);
  }
}

const undrawable = (reason: MissingChartReason): PointBuilder => ({ add: () => {}, finish: () => reason });
