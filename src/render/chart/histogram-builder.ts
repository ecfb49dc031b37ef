import { filled } from "../words";
import { quantityOf } from "./columns";
import { Histogram } from "./histogram";
import { formatAt, labelAt, type Plan, type PointBuilder } from "./plan";

/** Counts every row by the first numeric column. */
export function histogramBuilder(plan: Plan): PointBuilder {
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
      if (histogram.isEmpty) return "no_values";
      const bins = histogram.bins();
      if (bins.length === 0) return "too_far_apart";
      const x_label = labelAt(plan, place);
      return {
        type: "histogram",
        title: plan.title ?? filled(plan.words.charts.distribution, { values: x_label }),
        x_label,
        x_format: formatAt(plan, place),
        y_label: plan.words.rows,
        labels: bins.map(({ label }) => label),
        series: [{ label: x_label, data: bins.map(({ count }) => count) }],
        points_total: bins.length,
        source: { label: null, values: [place] },
        bin_rule: histogram.rule,
      };
    },
  };
}
