import type { Drawing } from "../../chart/drawing";
import { chartDrawing } from "../../chart/geometry";
import { approximateWidth, type Measure } from "../../chart/measure";
import type { Chart } from "../../document";
import { chartNote } from "../../values/words";
import { drawShape, UNIT } from "./chart-shapes";
import type { PageFlow } from "./page-flow";
import { COLOUR, LEADING, type Length, MARGIN, points, TYPE } from "./theme";

const LABEL_SIZE = 7.5;
const WIDEST = 560;
const HEIGHT = 210;
const GAP = points(14);
const AFTER_TITLE = points(5);

/** Height that `drawChart` takes, so that it can be kept with its heading. */
export const CHART_HEIGHT: Length = points(HEIGHT) + 2 * Math.round(TYPE.body * LEADING) + AFTER_TITLE + GAP;

/** Draws a chart with its title and, where points were left out, a note that says so. */
export async function drawChart(flow: PageFlow, chart: Chart, locale: string): Promise<void> {
  const { regular, bold } = flow.type;
  const note = chartNote(chart, locale);
  bold.want(chart.title);
  regular.want(note);
  await flow.type.load();
  flow.paragraph(chart.title, { face: bold, size: TYPE.body, colour: COLOUR.ink });
  flow.y -= AFTER_TITLE;
  const drawing = await fittedDrawing(flow, chart, locale);
  const left = MARGIN.side + (flow.rightToLeft ? flow.width - drawing.width * UNIT : 0);
  for (const shape of drawing.shapes) drawShape(flow, shape, left, flow.y);
  flow.y -= drawing.height * UNIT;
  if (note) flow.paragraph(note, { face: regular, size: TYPE.small, colour: COLOUR.soft });
  flow.y -= GAP;
}

/** Labels are shortened to fit, so their glyphs are only known once they were measured. */
async function fittedDrawing(flow: PageFlow, chart: Chart, locale: string): Promise<Drawing> {
  const { regular } = flow.type;
  const width = Math.min(WIDEST, flow.width / UNIT);
  const options = { width, height: HEIGHT, locale, size: LABEL_SIZE };
  const announce: Measure = (text, size) => {
    regular.want(text);
    return approximateWidth(text, size);
  };
  chartDrawing(chart, { ...options, measure: announce });
  await flow.type.load();
  const measure: Measure = (text, size) => (regular.measure(text) * size) / 1000;
  const drawing = chartDrawing(chart, { ...options, measure });
  for (const shape of drawing.shapes) if (shape.kind === "text") regular.want(shape.text);
  await flow.type.load();
  return drawing;
}
