import type { Chart, ChartType, Column, Row } from "../document";
import { chartColumns, labelWriter, MAX_SERIES, ofOneUnit, quantityOf } from "./columns";
import { Histogram } from "./histogram";
import { formatAt, labelAt, named, type Plan, rowLabels } from "./plan";
import { evenPoints, firstPoints, largestSlices } from "./sampling";

/** Takes a section's rows once, in batches, and holds a bounded part of them. */
export interface ChartBuilder {
  add(rows: readonly Row[]): void;
  /** The chart, or null when there is nothing to draw: no row, or no numeric column. */
  finish(): Chart | null;
}

/**
 * Computes a chart of at most 50 points in one pass over the rows; see {@link chartColumns} for what
 * is drawn. Bars are the first 50 rows; a line and a scatter plot are 50 rows spread evenly over
 * all; a pie is the 49 largest and `Other`; a histogram counts every row. `points_total` says how
 * many points there were. Bars and lines get a series for each numeric column of the first one's
 * format (at most 8), the others draw the first; a scatter plot sets the second numeric column over the first.
 * `title` defaults to a description of the axes; datetime labels are in `timeZone`.
 */
export function chartBuilder(
  type: ChartType,
  columns: readonly Column[],
  title?: string | null,
  timeZone = "UTC",
): ChartBuilder {
  const used = chartColumns(type, columns);
  if (used.values.length < (type === "scatter" ? 2 : 1)) return { add: () => {}, finish: () => null };
  const plan: Plan = {
    columns,
    used,
    title: title || null,
    labelWriters: used.labels.map((at) => labelWriter(columns[at], timeZone)),
  };
  switch (type) {
    case "bar":
    case "line":
      return seriesBuilder(type, plan);
    case "pie":
      return pieBuilder(plan);
    case "histogram":
      return histogramBuilder(plan);
    case "scatter":
      return scatterBuilder(plan);
  }
}

function seriesBuilder(type: "bar" | "line", plan: Plan): ChartBuilder {
  const measures = ofOneUnit(plan.used, plan.columns);
  const places = measures.slice(0, MAX_SERIES);
  const sample = type === "bar" ? firstPoints<Point>() : evenPoints<Point>();
  return {
    add(rows) {
      for (const row of rows) {
        const number = sample.total + 1;
        sample.add(() => ({
          labels: rowLabels(plan, row, number),
          values: places.map((at) => quantityOf(row[at])),
        }));
      }
    },
    finish() {
      const points = sample.points();
      if (points.length === 0) return null;
      const { labels, column, ...x } = named(plan, points);
      return {
        type,
        title: plan.title ?? `${seriesTitle(plan, measures)} by ${x.x_label}`,
        ...x,
        y_label: places.length === 1 ? labelAt(plan, places[0]) : "",
        y_format: formatAt(plan, places[0]),
        labels,
        series: places.map((place, at) => ({
          label: labelAt(plan, place),
          data: points.map(({ values }) => values[at] ?? null),
        })),
        points_total: sample.total,
        source: { label: column, values: places },
      };
    },
  };
}

interface Point {
  readonly labels: readonly string[];
  readonly values: readonly (number | null)[];
}

function seriesTitle(plan: Plan, measures: readonly number[]): string {
  const all = measures.length;
  if (all > MAX_SERIES) return `The first ${MAX_SERIES} of ${all} measures`;
  const labels = measures.map((at) => labelAt(plan, at));
  return all > 1 ? `${labels.slice(0, -1).join(", ")} and ${labels.at(-1)}` : labels.join("");
}

function pieBuilder(plan: Plan): ChartBuilder {
  const place = plan.used.values[0] ?? 0;
  const sample = largestSlices();
  return {
    add(rows) {
      for (const row of rows) {
        const number = sample.total + 1;
        sample.add(() => ({ labels: rowLabels(plan, row, number), value: quantityOf(row[place]) }));
      }
    },
    finish() {
      const slices = sample.points();
      if (slices.length === 0) return null;
      const { labels, column, ...x } = named(plan, slices);
      const y_label = labelAt(plan, place);
      return {
        type: "pie",
        title: plan.title ?? `${y_label} by ${x.x_label}`,
        ...x,
        y_label,
        y_format: formatAt(plan, place),
        labels,
        series: [{ label: y_label, data: slices.map(({ value }) => value) }],
        points_total: sample.total,
        source: { label: column, values: [place] },
      };
    },
  };
}

function histogramBuilder(plan: Plan): ChartBuilder {
  const place = plan.used.values[0] ?? 0;
  const histogram = new Histogram(plan.columns[place]?.type === "integer");
  return {
    add(rows) {
      for (const row of rows) {
        const value = quantityOf(row[place]);
        if (value !== null) histogram.add(value);
      }
    },
    finish() {
      const bins = histogram.bins();
      if (bins.length === 0) return null;
      const x_label = labelAt(plan, place);
      return {
        type: "histogram",
        title: plan.title ?? `Distribution of ${x_label}`,
        x_label,
        x_format: formatAt(plan, place),
        y_label: "Rows",
        labels: bins.map(({ label }) => label),
        series: [{ label: x_label, data: bins.map(({ count }) => count) }],
        points_total: bins.length,
        source: { label: null, values: [place] },
        bin_rule: histogram.rule,
      };
    },
  };
}

function scatterBuilder(plan: Plan): ChartBuilder {
  const [xPlace = 0, yPlace = 0] = plan.used.values;
  const sample = evenPoints<{ x: number; y: number }>();
  return {
    add(rows) {
      for (const row of rows) {
        const x = quantityOf(row[xPlace]);
        const y = quantityOf(row[yPlace]);
        if (x !== null && y !== null) sample.add(() => ({ x, y }));
      }
    },
    finish() {
      const points = sample.points();
      if (points.length === 0) return null;
      const x_label = labelAt(plan, xPlace);
      const y_label = labelAt(plan, yPlace);
      return {
        type: "scatter",
        title: plan.title ?? `${y_label} by ${x_label}`,
        x_label,
        y_label,
        x_format: formatAt(plan, xPlace),
        y_format: formatAt(plan, yPlace),
        labels: points.map(({ x }) => String(x)),
        series: [{ label: y_label, data: points.map(({ y }) => y) }],
        x_values: points.map(({ x }) => x),
        points_total: sample.total,
        source: { label: null, values: [xPlace, yPlace] },
      };
    },
  };
}
