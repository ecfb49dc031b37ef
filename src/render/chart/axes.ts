import { scaleBand } from "d3-scale";
import type { Chart } from "../document";
import type { Point, Shape } from "./drawing";
import { fitText, type Measure } from "./measure";
import { niceTicks, type Ticks, within } from "./ticks";

export interface ChartFrame {
  readonly width: number;
  readonly height: number;
  readonly size: number;
  readonly measure: Measure;
  readonly x: NumberTexts;
  readonly y: NumberTexts;
  /** A part of the whole, from 0 to 1, in percent. */
  readonly shareText: (share: number) => string;
}

/** How the numbers of one axis are written. */
export interface NumberTexts {
  /** On the axis, short. */
  readonly tick: (value: number) => string;
  /** Of a single point, exact. */
  readonly value: (value: number) => string;
}

/** Where data lies: places of values and of the middles of categories. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xOf: (value: number) => number;
  readonly yOf: (value: number) => number;
  /** Width of one category; 0 on a numeric x axis. */
  readonly slot: number;
}

export interface AxesPlan {
  /** y of the first free line, below the legend. */
  readonly top: number;
  readonly y: Ticks;
  /** Null for categories: then x is their number, from 0. */
  readonly x: Ticks | null;
  /** Whether every category must be named, turned if need be; else some names are left out. */
  readonly nameAll: boolean;
}

/** Ticks that enclose the values; bars start at zero, and so does a line that comes near it. */
export function valueTicks(values: readonly number[], fromZero: boolean, frame: ChartFrame): Ticks {
  const min = Math.min(...values);
  const max = Math.max(...values);
  const nearZero = min > 0 ? min < 0.5 * max : max < 0 && max > 0.5 * min;
  const zero = fromZero || nearZero;
  const count = Math.max(2, Math.round(frame.height / 56));
  return niceTicks(zero ? Math.min(0, min) : min, zero ? Math.max(0, max) : max, count);
}

/** Grid, axes and their names; gives the plot that is left for the data. */
export function drawAxes(chart: Chart, frame: ChartFrame, plan: AxesPlan): { plot: Plot; shapes: Shape[] } {
  const { size, measure } = frame;
  const gap = size * 0.7;
  const yTexts = plan.y.values.map(frame.y.tick);
  const yWidth = Math.max(...yTexts.map((text) => measure(text, size)));
  const left = (chart.y_label === "" ? 0 : size * 1.6) + yWidth + gap;
  const right = frame.width - size;
  const labels = placeLabels(chart, frame, plan, right - left);
  const bottom = frame.height - labels.height - gap - (chart.x_label === "" ? 0 : size * 1.5);
  const plot = plotOf(chart, plan, { left, right, top: plan.top + size * 0.6, bottom });

  const shapes: Shape[] = [];
  for (const [at, value] of plan.y.values.entries()) {
    const y = plot.yOf(value);
    shapes.push(line([left, y], [right, y], value === 0 ? "axis" : "grid"));
    shapes.push(text(left - gap, y + size * 0.35, yTexts[at] ?? "", size, "end"));
  }
  const [lowest = 0, highest = 0] = plan.y.scale.domain();
  if (lowest > 0 || highest < 0) shapes.push(line([left, bottom], [right, bottom], "axis"));
  for (const { at, name } of labels.names) {
    const x = plot.xOf(at);
    const y = bottom + gap + size * 0.75;
    if (labels.angle === 0) shapes.push(text(x, y, name, size, "middle"));
    else shapes.push(turned(x + size * 0.3, bottom + gap, name, size, labels.angle));
  }
  if (chart.x_label !== "") {
    const name = fitText(chart.x_label, size, right - left, measure);
    shapes.push({
      ...text((left + right) / 2, frame.height - size * 0.3, name, size, "middle"),
      fill: "ink",
    });
  }
  if (chart.y_label !== "") {
    const name = fitText(chart.y_label, size, bottom - plan.top, measure);
    const upwards = { ...text(size, (plot.top + bottom) / 2, name, size, "middle"), rotate: -90 };
    shapes.push({ ...upwards, fill: "ink" });
  }
  return { plot, shapes };
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function plotOf(chart: Chart, { x, y }: AxesPlan, box: Box): Plot {
  const placed = ({ scale }: Ticks, from: number, to: number) => {
    const place = scale.copy().range([from, to]);
    return (value: number) => place(within(value));
  };
  const yOf = placed(y, box.bottom, box.top);
  if (x !== null) return { ...box, slot: 0, xOf: placed(x, box.left, box.right), yOf };
  const slots = scaleBand(chart.labels.keys(), [box.left, box.right]);
  const half = slots.bandwidth() / 2;
  return { ...box, slot: slots.step(), xOf: (at) => (slots(at) ?? box.left) + half, yOf };
}

interface PlacedLabels {
  readonly names: readonly { readonly at: number; readonly name: string }[];
  readonly angle: number;
  readonly height: number;
}

/** Names of categories side by side when they fit, else turned by 45 or 90 degrees, else only some of them. */
function placeLabels(chart: Chart, frame: ChartFrame, plan: AxesPlan, width: number): PlacedLabels {
  const { size, measure } = frame;
  if (plan.x !== null) {
    const names = plan.x.values.map((value) => ({ at: value, name: frame.x.tick(value) }));
    return { names, angle: 0, height: size };
  }
  const slot = width / Math.max(1, chart.labels.length);
  const longest = Math.max(...chart.labels.map((label) => measure(label, size)));
  const every = (step: number, room: number) =>
    chart.labels.flatMap((label, at) =>
      at % step === 0 ? [{ at, name: fitText(label, size, room, measure) }] : [],
    );
  if (longest + size <= slot) return { names: every(1, slot), angle: 0, height: size };
  if (!plan.nameAll) {
    const room = Math.min(longest, width / 4);
    return { names: every(Math.ceil((room + size) / slot), room), angle: 0, height: size };
  }
  const room = Math.min(longest, frame.height * 0.3);
  const line = size * 1.15;
  const angle = slot * Math.SQRT1_2 >= line ? -45 : -90;
  const step = angle === -45 ? 1 : Math.ceil(line / slot);
  const height = angle === -45 ? (room + size) * Math.SQRT1_2 : room;
  return { names: every(step, room), angle, height };
}

function line(from: Point, to: Point, stroke: "axis" | "grid"): Shape {
  return { kind: "polyline", points: [from, to], stroke, strokeWidth: 1 };
}

function text(x: number, y: number, value: string, size: number, anchor: "middle" | "end") {
  return { kind: "text", x, y, text: value, size, anchor, fill: "muted" } as const;
}

function turned(x: number, y: number, value: string, size: number, angle: number): Shape {
  return { ...text(x, y, value, size, "end"), rotate: angle };
}
