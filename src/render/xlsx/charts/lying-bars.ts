import type { Chart } from "../../document";
import { textWidth } from "../../office/text-width";

/** All lengths are points. An average character of a chart's 9 point face, and the part of the width that bars take. */
const CHARACTER = 4.7;
const PLOT = 0.9;
/** Lines that a name may take below its bar. */
const LINES = 2;

/** A row with one bar, what each further bar adds to it, and what stands around the rows. */
const ROW = 15;
const FURTHER_BAR = 9;
const AROUND = 60;

/** Whether bars lie, each beside its name, as their names would not stand below them in a chart of this width. */
export function barsLie({ type, labels, x_type }: Chart, width: number): boolean {
  if (type !== "bar" || x_type === "date" || x_type === "datetime") return false;
  const needed = Math.max(0, ...labels.map(narrowest)) + 1;
  return needed * CHARACTER > (width * PLOT) / Math.max(1, labels.length);
}

/** Height of a chart that is `standing` high unless its bars lie: then it has a row for each name. */
export function chartHeight(
  chart: Chart,
  width: number,
  standing: number,
  highest = Number.POSITIVE_INFINITY,
): number {
  if (!barsLie(chart, width)) return standing;
  const row = ROW + FURTHER_BAR * (chart.series.length - 1);
  return Math.min(highest, Math.max(standing, chart.labels.length * row + AROUND));
}

/** Characters to which a name can be wrapped. */
function narrowest(label: string): number {
  const words = label.split(/\s+/).map(textWidth);
  return Math.max(Math.ceil(textWidth(label) / LINES), ...words);
}

/** Size of a lying bar's name, in hundredths of a point (ECMA-376 part 1, 20.1.10.72): as large as its row allows. */
export function nameSize({ labels }: Chart, height: number): number {
  const row = (height - AROUND) / Math.max(1, labels.length);
  return Math.round(Math.max(SMALLEST, Math.min(LARGEST, row * NAME)) * 100);
}
const NAME = 0.85;
const SMALLEST = 5;
const LARGEST = 9;
