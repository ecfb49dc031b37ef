import { quantityOf } from "./columns";
import { formatAt, labelAt, type Plan, type PointBuilder, titleBy } from "./plan";
import { evenPoints } from "./sampling";

/** The second numeric column over the first. */
export function scatterBuilder(plan: Plan): PointBuilder {
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
      if (points.length === 0) return "no_values";
      const x_label = labelAt(plan, xPlace);
      const y_label = labelAt(plan, yPlace);
      return {
        type: "scatter",
        title: plan.title ?? titleBy(plan, y_label, x_label),
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
