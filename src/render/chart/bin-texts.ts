import type { Chart } from "../document";
import { wordsOf } from "../words";
import { numberTexts } from "./number-texts";

/** The ends of a bin as a histogram labels it: `0.6–0.65`, `-10 to -5`, or one value. */
const ENDS = /^(-?[\d.]+)(?:(–| to )(-?[\d.]+))?$/;

/** Bins of years are not written 2,010–2,020. */
const GROUPED_FROM = 10_000;

/** Labels of a chart as people read them: the ends of a histogram's bins are written as on an axis. */
export function binTexts(
  { type, labels, x_format }: Pick<Chart, "type" | "labels" | "x_format">,
  locale: string,
): readonly string[] {
  if (type !== "histogram") return labels;
  const bins = labels.map((label) => {
    const [, from, between, to] = ENDS.exec(label) ?? [];
    return { label, from, between, to };
  });
  const ends = new Set(bins.flatMap(({ from, to }) => [from, to].filter((end) => end !== undefined)));
  const text = endText([...ends].map(Number), x_format, locale);
  return bins.map(({ label, from, between, to }) => {
    if (from === undefined) return label;
    if (to === undefined) return text(Number(from));
    return text(Number(from)) + (between === "–" ? between : wordsOf(locale).charts.to) + text(Number(to));
  });
}

/** Short, as on an axis, unless two ends would then look the same. */
function endText(
  ends: readonly number[],
  format: string | undefined,
  locale: string,
): (end: number) => string {
  const { tick, value } = numberTexts(locale, format);
  const isSmall = ends.every((end) => Math.abs(end) < GROUPED_FROM && (end === 0 || Math.abs(end) >= 1e-4));
  if (format === undefined && isSmall) {
    const plain = new Intl.NumberFormat(locale, { useGrouping: false, maximumSignificantDigits: 12 });
    return (end) => plain.format(end);
  }
  const isTold = new Set(ends.map(tick)).size === ends.length;
  return isTold ? tick : value;
}
