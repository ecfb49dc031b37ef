import type { Chart, MissingChart } from "../document";
import { chartNote, missingChartNote } from "../values/words";
import { binTexts } from "./bin-texts";
import { type Rgb, seriesColour } from "./palette";

/** A chart as Chart.js takes it, in the shape and colours of seed 001, with what the axes are called. */
export interface ChartJsPayload {
  readonly type: Chart["type"];
  readonly title: string;
  readonly x_label: string;
  readonly y_label: string;
  readonly labels: readonly string[];
  readonly datasets: readonly ChartJsDataset[];
  /** Points there were before the chart was limited to 50. */
  readonly points_total: number;
  /** What the chart leaves out, or how it was made, in words; null when there is nothing to say. */
  readonly note: string | null;
}

export interface ChartJsDataset {
  readonly label: string;
  readonly data: readonly (number | null)[] | readonly { readonly x: number; readonly y: number }[];
  readonly backgroundColor: string | readonly string[];
  readonly borderColor: string | readonly string[];
  readonly borderWidth: number;
  /** Chart.js knows no histogram: it is bars that touch. */
  readonly type?: "bar";
  readonly barPercentage?: number;
  readonly categoryPercentage?: number;
}

/**
 * `{type, labels, datasets, points_total}`: bars, lines and histograms have numbers as data, a
 * scatter plot `{x, y}` points, a pie one colour for each label.
 */
export function chartJsPayload(chart: Chart): ChartJsPayload {
  const { type, title, x_label, y_label, points_total } = chart;
  const labels = binTexts(chart, "en");
  const note = chartNote(chart) || null;
  return { type, title, x_label, y_label, labels, datasets: datasetsOf(chart), points_total, note };
}

/** Why a chart that was asked for is not there: `note` says it in words. */
export interface MissingChartPayload extends MissingChart {
  readonly note: string;
}

export function missingChartPayload(missing: MissingChart | null | undefined): MissingChartPayload | null {
  return missing ? { ...missing, note: missingChartNote({ missing_chart: missing }) } : null;
}

function datasetsOf(chart: Chart): ChartJsDataset[] {
  return chart.series.map((series, at) => {
    const { label } = series;
    if (chart.type === "pie") {
      const colours = series.data.map((_, slice) => slice);
      return {
        label,
        data: series.data,
        backgroundColor: colours.map((slice) => fill(slice)),
        borderColor: colours.map((slice) => border(slice)),
        borderWidth: 1,
      };
    }
    const style = { backgroundColor: fill(at), borderColor: border(at), borderWidth: 1 };
    if (chart.type === "scatter") return { label, data: xyPoints(chart), ...style };
    if (chart.type !== "histogram") return { label, data: series.data, ...style };
    return { label, data: series.data, ...style, type: "bar", barPercentage: 1, categoryPercentage: 1 };
  });
}

function xyPoints({ series, x_values = [] }: Chart): { x: number; y: number }[] {
  const ys = series[0]?.data ?? [];
  return x_values.flatMap((x, at) => {
    const y = ys[at] ?? null;
    return y === null ? [] : [{ x, y }];
  });
}

/** Seed 001's own colour comes first. */
const SEED_COLOUR: Rgb = [75, 192, 192];

function colourOf(index: number): string {
  return (index === 0 ? SEED_COLOUR : seriesColour(index)).join(", ");
}

function fill(index: number): string {
  return `rgba(${colourOf(index)}, 0.6)`;
}

function border(index: number): string {
  return `rgba(${colourOf(index)}, 1)`;
}
