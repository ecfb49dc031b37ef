import type { Chart } from "../document";
import type { ChartFrame, Plot } from "./axes";
import type { Point, Shape } from "./drawing";

/** Side by side for several series; a bar below zero hangs down. */
export function barShapes(chart: Chart, plot: Plot, frame: ChartFrame): Shape[] {
  const touching = chart.type === "histogram";
  const group = touching ? plot.slot : Math.min(plot.slot * 0.76, 56 * chart.series.length);
  const width = group / chart.series.length;
  const inner = Math.max(0.5, width - (touching ? 1 : Math.min(2, width * 0.15)));
  const zero = plot.yOf(0);
  return chart.series.flatMap((series, number) =>
    series.data.flatMap((value, at): Shape[] => {
      if (value === null) return [];
      const x = plot.xOf(at) - group / 2 + number * width + (width - inner) / 2;
      const y = plot.yOf(value);
      const hint = hintOf(chart, at, number, value, frame);
      const top = Math.min(y, zero);
      return [{ kind: "rect", x, y: top, width: inner, height: Math.abs(y - zero), fill: number, hint }];
    }),
  );
}

/** Up to this many points a line marks each of them. */
const MAX_MARKED = 31;

/** A line breaks where a value is missing; a value alone between two gaps is a dot. */
export function lineShapes(chart: Chart, plot: Plot, frame: ChartFrame): Shape[] {
  const marked = chart.labels.length <= MAX_MARKED;
  return chart.series.flatMap((series, number) => {
    const shapes: Shape[] = [];
    const dots: Shape[] = [];
    let run: Point[] = [];
    const endRun = () => {
      if (run.length > 1) shapes.push({ kind: "polyline", points: run, stroke: number, strokeWidth: 2 });
      run = [];
    };
    for (const [at, value] of series.data.entries()) {
      if (value === null) {
        endRun();
        continue;
      }
      const [x, y] = [plot.xOf(at), plot.yOf(value)];
      const alone = run.length === 0 && (series.data[at + 1] ?? null) === null;
      const hint = hintOf(chart, at, number, value, frame);
      if (marked || alone) dots.push({ kind: "circle", x, y, radius: 2.75, fill: number, hint });
      run.push([x, y]);
    }
    endRun();
    return [...shapes, ...dots];
  });
}

export function scatterShapes(chart: Chart, plot: Plot, frame: ChartFrame): Shape[] {
  const ys = chart.series[0]?.data ?? [];
  return (chart.x_values ?? []).flatMap((value, at): Shape[] => {
    const y = ys[at] ?? null;
    if (y === null) return [];
    const hint = `${frame.valueText(value)}, ${frame.valueText(y)}`;
    return [{ kind: "circle", x: plot.xOf(value), y: plot.yOf(y), radius: 3.5, fill: 0, hint }];
  });
}

function hintOf(chart: Chart, at: number, number: number, value: number, frame: ChartFrame): string {
  const label = chart.labels[at] ?? "";
  const name = chart.series.length > 1 ? `${label}, ${chart.series[number]?.label ?? ""}` : label;
  return `${name}: ${frame.valueText(value)}`;
}
