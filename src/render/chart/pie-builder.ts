import { quantityOf } from "./columns";
import { formatAt, labelAt, named, type Plan, type PointBuilder, rowLabels, titleBy } from "./plan";
import { largestSlices } from "./sampling";

/** A slice for each row, of the first numeric column. */
export function pieBuilder(plan: Plan): PointBuilder {
  const place = plan.used.values[0] ?? 0;
  const sample = largestSlices(plan.words.charts.other);
  return {
    add(rows) {
      for (const row of rows) {
        const number = sample.total + 1;
        sample.add(() => ({ labels: rowLabels(plan, row, number), value: quantityOf(row[place]) }));
      }
    },
    finish() {
      const slices = sample.points();
      if (slices.every(({ value }) => value === null)) return "no_values";
      if (!slices.some(({ value }) => value !== null && value > 0)) return "none_above_zero";
      const whole = slices.reduce((sum, { value }) => sum + Math.max(0, value ?? 0), 0);
      if (!Number.isFinite(whole)) return "too_far_apart";
      const { labels, column, ...x } = named(plan, slices);
      const y_label = labelAt(plan, place);
      return {
        type: "pie",
        title: plan.title ?? titleBy(plan, y_label, x.x_label),
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
