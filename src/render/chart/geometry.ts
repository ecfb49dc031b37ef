import type { Chart } from "../document";
import { decimalText } from "../values/decimal";
import { resolveLocale } from "../values/locale";
import { numberStyle, writeExact } from "../values/number-style";
import { type ChartFrame, drawAxes, valueTicks } from "./axes";
import type { Drawing, Shape } from "./drawing";
import { topLegend } from "./legend";
import { barShapes, lineShapes, scatterShapes } from "./marks";
import { approximateWidth, type Measure } from "./measure";
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
  const frame: ChartFrame = { width, height, size, measure, ...numberTexts(options.locale) };
  return { width, height, shapes: chart.type === "pie" ? pieShapes(chart, frame) : plotShapes(chart, frame) };
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

/** On axes 12,500 is written in full, 12.5M from a million up, 1.25E-7 far from one; single values are exact. */
function numberTexts(locale: string): Pick<ChartFrame, "numberText" | "valueText" | "shareText"> {
  const language = resolveLocale(locale);
  const style = numberStyle(language);
  const full = new Intl.NumberFormat(language, { maximumSignificantDigits: 12 });
  const compact = new Intl.NumberFormat(language, { notation: "compact", maximumSignificantDigits: 4 });
  const far = new Intl.NumberFormat(language, { notation: "scientific", maximumSignificantDigits: 4 });
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const formatOf = (size: number) => {
    if (size >= 1e15 || (size > 0 && size < 1e-4)) return far;
    return size < 1e6 ? full : compact;
  };
  return {
    numberText: (value) => formatOf(Math.abs(value)).format(value),
    valueText: (value) => writeExact(style, decimalText(value)),
    shareText: (share) => percent.format(share),
  };
}
