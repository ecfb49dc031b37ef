import { scaleBand } from "d3-scale";
import type { Chart } from "../document";
import { type ChartFrame, valueTicks } from "./axes";
import type { Drawing, Shape } from "./drawing";
import { topLegend } from "./legend";
import { hintOf } from "./marks";
import { fitText } from "./measure";

/** Whether all names stand side by side below their bars. */
export function namesFit({ labels }: Chart, { width, size, measure }: ChartFrame): boolean {
  const longest = Math.max(0, ...labels.map((label) => measure(label, size)));
  // An axis takes about a tenth of the width.
  return longest + size <= (width * 0.9) / Math.max(1, labels.length);
}

/** Height of a bar and of what parts two rows, in parts of the font size. */
const BAR = 1.05;
const BETWEEN = 0.5;
/** Room for legend, axis and its name, in parts of the font size. */
const AROUND = 9;
/** Names take at most this part of the width. */
const NAMES = 0.35;

/** Bars that lie, each row beside its name: as high a drawing as its rows need. */
export function barRows(chart: Chart, frame: ChartFrame, highest = Number.POSITIVE_INFINITY): Drawing {
  const { width, measure } = frame;
  const { labels, series } = chart;
  const rowSize = series.length * BAR + BETWEEN;
  const rowHeight = Math.min(frame.size * rowSize, (highest - frame.size * AROUND) / labels.length);
  const size = Math.min(frame.size, rowHeight / 1.1);
  const legend =
    series.length > 1
      ? topLegend(
          series.map(({ label }) => label),
          frame,
        )
      : { shapes: [], bottom: 0 };
  const names = labels.map((label) => fitText(label, size, width * NAMES, measure));
  const left = Math.max(...names.map((name) => measure(name, size))) + size * 0.9;
  const right = width - size * 2;
  const top = legend.bottom + size * 0.4;
  const bottom = top + labels.length * rowHeight;

  const values = series.flatMap(({ data }) => data.filter((value) => value !== null));
  const ticks = valueTicks(values.length > 0 ? values : [0], true, {
    ...frame,
    height: (right - left) * 0.7,
  });
  const xOf = ticks.scale.copy().range([left, right]);
  const rows = scaleBand(labels.keys(), [top, bottom])
    .paddingInner(BETWEEN / rowSize)
    .paddingOuter(0.2);
  const bars = scaleBand(series.keys(), [0, rows.bandwidth()]);

  const shapes: Shape[] = [...legend.shapes];
  for (const value of ticks.values) {
    const x = xOf(value);
    const stroke = value === 0 ? "axis" : "grid";
    shapes.push({
      kind: "polyline",
      points: [
        [x, top],
        [x, bottom],
      ],
      stroke,
      strokeWidth: 1,
    });
    shapes.push({
      kind: "text",
      x,
      y: bottom + size * 1.2,
      text: frame.y.tick(value),
      size,
      anchor: "middle",
      fill: "muted",
    });
  }
  for (const [at, name] of names.entries()) {
    const middle = (rows(at) ?? 0) + rows.bandwidth() / 2;
    shapes.push({
      kind: "text",
      x: left - size * 0.5,
      y: middle + size * 0.35,
      text: name,
      size,
      anchor: "end",
      fill: "muted",
    });
    for (const [number, { data }] of series.entries()) {
      const value = data[at] ?? null;
      if (value === null) continue;
      const [from, to] = [xOf(0), xOf(value)];
      const y = (rows(at) ?? 0) + (bars(number) ?? 0);
      const hint = hintOf(chart, at, number, value, frame);
      const bar = {
        x: Math.min(from, to),
        y,
        width: Math.abs(to - from),
        height: Math.max(0.5, bars.bandwidth() * 0.92),
      };
      shapes.push({ kind: "rect", ...bar, fill: number, hint });
    }
  }
  if (chart.y_label === "") return { width, height: bottom + size * 1.8, shapes };
  const text = fitText(chart.y_label, size, right - left, measure);
  const y = bottom + size * 2.7;
  shapes.push({ kind: "text", x: (left + right) / 2, y, text, size, anchor: "middle", fill: "ink" });
  return { width, height: y + size * 0.5, shapes };
}
