import { pie } from "d3-shape";
import type { Chart } from "../document";
import type { ChartFrame } from "./axes";
import type { Shape } from "./drawing";
import { sideLegend } from "./legend";

/**
 * Slices clockwise from 12 o'clock in the chart's order, with shares in the legend beside them.
 * What is not above zero has no share and no slice, and its value stands in the legend instead.
 */
export function pieShapes(chart: Chart, frame: ChartFrame): Shape[] {
  const { width, height, size } = frame;
  const values = chart.series[0]?.data ?? [];
  const whole = values.reduce<number>((sum, value) => sum + Math.max(0, value ?? 0), 0);
  const radius = Math.min(height / 2 - 2, width * 0.24);
  const legendLeft = radius * 2 + size * 3;
  const names = chart.labels.map((label, at) => ({ label, note: noteOf(values[at] ?? null, whole, frame) }));
  const angles = pie<number | null>()
    .sort(null)
    .value((value) => Math.max(0, value ?? 0))([...values]);
  const slices = angles.flatMap(({ data: value, startAngle: start, endAngle: end }, at): Shape[] => {
    if (value === null || value <= 0) return [];
    const hint = `${chart.labels[at] ?? ""}: ${frame.y.value(value)} (${frame.shareText(value / whole)})`;
    return [{ kind: "slice", x: radius + 2, y: height / 2, radius, start, end, fill: at, hint }];
  });
  return [...slices, ...sideLegend(names, frame, { left: legendLeft, width: width - legendLeft })];
}

function noteOf(value: number | null, whole: number, { shareText, y }: ChartFrame): string {
  if (value === null) return "–";
  return value > 0 ? shareText(value / whole) : y.tick(Number(value.toPrecision(4)));
}
