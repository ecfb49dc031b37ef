import { filled } from "../words";
import { MAX_SERIES, ofOneUnit, quantityOf } from "./columns";
import { formatAt, labelAt, named, type Plan, type PointBuilder, rowLabels, titleBy } from "./plan";
import { evenPoints, firstPoints } from "./sampling";

/** A series for each numeric column of the first one's format. */
export function seriesBuilder(type: "bar" | "line", plan: Plan): PointBuilder {
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
      if (points.every(({ values }) => values.every((value) => value === null))) return "no_values";
      const { labels, column, ...x } = named(plan, points);
      return {
        type,
        title: plan.title ?? titleBy(plan, seriesTitle(plan, measures), x.x_label),
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
  const { and, measures: template } = plan.words.charts;
  if (all > MAX_SERIES) return filled(template, { count: String(MAX_SERIES), total: String(all) });
  const labels = measures.map((at) => labelAt(plan, at));
  return all > 1 ? `${labels.slice(0, -1).join(", ")}${and}${labels.at(-1)}` : labels.join("");
}
