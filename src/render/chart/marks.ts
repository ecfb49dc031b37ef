import { scaleBand } from "d3-scale";
import { type CurveFactory, line } from "d3-shape";
import type { Chart } from "../document";
import type { ChartFrame, Plot } from "./axes";
import type { Point, Shape } from "./drawing";

/** Side by side for several series; a bar below zero hangs down. */
export function barShapes(chart: Chart, plot: Plot, frame: ChartFrame): Shape[] {
  const touching = chart.type === "histogram";
  const group = touching ? plot.slot : Math.min(plot.slot * 0.76, 56 * chart.series.length);
  const places = scaleBand(chart.series.keys(), [-group / 2, group / 2]);
  const width = places.bandwidth();
  const inner = Math.max(0.5, width - (touching ? 1 : Math.min(2, width * 0.15)));
  const zero = plot.yOf(0);
  return chart.series.flatMap((series, number) =>
    series.data.flatMap((value, at): Shape[] => {
      if (value === null) return [];
      const x = plot.xOf(at) + (places(number) ?? 0) + (width - inner) / 2;
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
    const stretches: Point[][] = [];
    line<number | null>()
      .defined((value) => value !== null)
      .x((_, at) => plot.xOf(at))
      .y((value) => plot.yOf(value ?? 0))
      .curve(collectedIn(stretches))([...series.data]);
    const lines = stretches.flatMap((points): Shape[] =>
      points.length > 1 ? [{ kind: "polyline", points, stroke: number, strokeWidth: 2 }] : [],
    );
    const dots = series.data.flatMap((value, at): Shape[] => {
      const alone = (series.data[at - 1] ?? null) === null && (series.data[at + 1] ?? null) === null;
      if (value === null || !(marked || alone)) return [];
      const hint = hintOf(chart, at, number, value, frame);
      return [{ kind: "circle", x: plot.xOf(at), y: plot.yOf(value), radius: 2.75, fill: number, hint }];
    });
    return [...lines, ...dots];
  });
}

/** A d3 curve that draws nothing: it notes each unbroken stretch of points. */
function collectedIn(stretches: Point[][]): CurveFactory {
  return () => ({
    areaStart() {},
    areaEnd() {},
    lineStart: () => void stretches.push([]),
    lineEnd() {},
    point: (x, y) => void stretches.at(-1)?.push([x, y]),
  });
}

export function scatterShapes(chart: Chart, plot: Plot, frame: ChartFrame): Shape[] {
  const ys = chart.series[0]?.data ?? [];
  return (chart.x_values ?? []).flatMap((value, at): Shape[] => {
    const y = ys[at] ?? null;
    if (y === null) return [];
    const hint = `${frame.x.value(value)}, ${frame.y.value(y)}`;
    return [{ kind: "circle", x: plot.xOf(value), y: plot.yOf(y), radius: 3.5, fill: 0, hint }];
  });
}

export function hintOf(chart: Chart, at: number, number: number, value: number, frame: ChartFrame): string {
  const label = chart.labels[at] ?? "";
  const name = chart.series.length > 1 ? `${label}, ${chart.series[number]?.label ?? ""}` : label;
  return `${name}: ${frame.y.value(value)}`;
}
