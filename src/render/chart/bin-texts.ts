import type { Chart } from "../document";
import { cellFormatter } from "../values/format";

/** The ends of a bin as a histogram labels it: `0.6–0.65`, `-10 to -5`, or one value. */
const ENDS = /^(-?[\d.]+)(?:(–| to )(-?[\d.]+))?$/;

/** Labels of a chart as people read them: the ends of a histogram's bins are written as its column's cells are. */
export function binTexts(
  { type, labels, x_format }: Pick<Chart, "type" | "labels" | "x_format">,
  locale: string,
): readonly string[] {
  if (type !== "histogram" || x_format === undefined) return labels;
  const text = cellFormatter({ name: "", label: "", type: "number", format: x_format }, locale, "UTC");
  return labels.map((label) => {
    const [, from = "", between = "", to = ""] = ENDS.exec(label) ?? [];
    if (from === "") return label;
    return to === "" ? text(Number(from)) : text(Number(from)) + between + text(Number(to));
  });
}
