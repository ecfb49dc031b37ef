import type { Chart } from "../document";
import { cellFormatter } from "../values/format";
import { resolveLocale } from "../values/locale";
import { type ChartFrame, drawAxes, valueTicks } from "./axes";
import { binTexts } from "./bin-texts";
import type { Drawing, Shape } from "./drawing";
import { topLegend } from "./legend";
import { barShapes, lineShapes, scatterShapes } from "./marks";
import { approximateWidth, type Measure } from "./measure";
import { numberTexts } from "./number-texts";
import { pieShapes } from "./pie";

export interface DrawingOptions {
  readonly width: number;
  readonly height: number;
  readonly locale: string;
  /** Font size of all texts. */
  readonly size?: number;
  /** Widths in the font that will be used; a guess without it. */
  readonly measure?: Measure;
}

/**
 * The shapes of a chart without its title: grid, axes with round ticks, marks, legend. Pure: the
 * same chart and options always give the same numbers, whatever draws them.
 */
export function chartDrawing(chart: Chart, options: DrawingOptions): Drawing {
  const { width, height, size = 11, measure = approximateWidth } = options;
  const locale = resolveLocale(options.locale);
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const frame: ChartFrame = {
    width,
    height,
    size,
    measure,
    x: numberTexts(locale, chart.x_format),
    y: numberTexts(locale, chart.y_format),
    shareText: (share) => percent.format(share),
  };
  const shown = { ...chart, labels: labelTexts(chart, locale) };
  if (chart.type === "pie") return { width, height, shapes: pieShapes(shown, frame) };
  return { width, height, shapes: plotShapes(shown, frame) };
}

/** Bins and dates as the locale writes them; a datetime is in the report's zone already. */
function labelTexts(chart: Chart, locale: string): readonly string[] {
  const { labels, x_type, x_format } = chart;
  if (x_type !== "date" && x_type !== "datetime") return binTexts(chart, locale);
  const column = { name: "", label: "", type: x_type, format: x_format };
  const text = cellFormatter(column, locale, "UTC");
  return labels.map((label) => text(label.replace(/^(\d{4}-\d\d-\d\d) (?=\d\d:\d\d$)/, "$1T")));
}

function plotShapes(chart: Chart, frame: ChartFrame): Shape[] {
  const values = chart.series.flatMap(({ data }) => data.filter((value) => value !== null));
  if (values.length === 0) return [];
  const legend =
    chart.series.length > 1
      ? topLegend(
          chart.series.map(({ label }) => label),
          frame,
        )
      : { shapes: [], bottom: 0 };
  const bars = chart.type === "bar" || chart.type === "histogram";
  const { plot, shapes } = drawAxes(chart, frame, {
    top: legend.bottom,
    y: valueTicks(values, bars, frame),
    x: chart.type === "scatter" ? valueTicks(chart.x_values ?? [0], false, frame) : null,
    nameAll: chart.type === "bar",
  });
  const marks = bars ? barShapes : chart.type === "line" ? lineShapes : scatterShapes;
  return [...legend.shapes, ...shapes, ...marks(chart, plot, frame)];
}
