import type { Chart } from "../../document";
import { escapeText } from "../../xml";
import type { BoundChart } from "./bound-chart";
import { nameSize } from "./lying-bars";
import { FACE, solid } from "./markup";
import { formatXml } from "./references";

const GRID = `<c:majorGridlines><c:spPr><a:ln w="6350">${solid("DDE3EA")}</a:ln></c:spPr></c:majorGridlines>`;
const AXIS_LINE = `<c:spPr><a:ln w="9525">${solid("9AA9BC")}</a:ln></c:spPr>`;
const NO_LINE = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>";

/**
 * The two axes (ECMA-376 part 1, 21.2.2.25 and 21.2.2.226); a pie has none. Where bars lie, names run from the top down,
 * and values stand at their far end, below.
 */
export function axesXml({ chart, names, series }: BoundChart, lying: boolean, height: number): string {
  if (chart.type === "pie") return "";
  const marks = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>';
  const [across, up] = lying ? ["l", "b"] : ["b", "l"];
  // The low end of names that run downwards is above them.
  const valueMarks = lying ? marks.replace("low", "nextTo") : marks;
  const nameFormat = names?.kind === "number" ? formatXml(names.format) : "";
  const valueFormat = formatXml(axisFormat(series[0]?.values.format ?? "General"));
  const value =
    `<c:valAx><c:axId val="2"/>${scaling("minMax", barsFromZero(chart))}<c:axPos val="${up}"/>${GRID}${title(chart.y_label, !lying)}` +
    `${valueFormat}${valueMarks}${NO_LINE}<c:crossAx val="1"/><c:crosses val="${lying ? "max" : "autoZero"}"/>`;
  if (chart.type === "scatter") {
    const x =
      `<c:valAx><c:axId val="1"/>${scaling("minMax")}<c:axPos val="b"/>${title(chart.x_label)}${nameFormat}` +
      `${marks}${AXIS_LINE}<c:crossAx val="2"/><c:crosses val="autoZero"/></c:valAx>`;
    return `${x}${value}<c:crossBetween val="midCat"/></c:valAx>`;
  }
  // Not `auto`: Excel would turn dates into an axis of days, on which quiet months are as wide as full ones.
  const category =
    `<c:catAx><c:axId val="1"/>${scaling(lying ? "maxMin" : "minMax")}<c:axPos val="${across}"/>` +
    `${title(chart.x_label, lying)}${nameFormat}${marks}` +
    `${AXIS_LINE}${lying ? textSize(nameSize(chart, height)) : ""}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>` +
    `<c:lblOffset val="100"/>${lying ? '<c:tickLblSkip val="1"/>' : ""}<c:noMultiLvlLbl val="1"/></c:catAx>`;
  return `${category}${value}<c:crossBetween val="between"/></c:valAx>`;
}

/** Which way an axis runs, and whether it begins at zero whatever its values are (21.2.2.160). */
function scaling(orientation: "minMax" | "maxMin", fromZero = false): string {
  const low = fromZero ? '<c:min val="0"/>' : "";
  return `<c:scaling><c:orientation val="${orientation}"/>${low}</c:scaling><c:delete val="0"/>`;
}

/** Bars are compared by their lengths, but of high values programs would show the ends alone. */
function barsFromZero({ type, series }: Chart): boolean {
  return (
    (type === "bar" || type === "histogram") &&
    series.every(({ data }) => data.every((value) => (value ?? 0) >= 0))
  );
}

const textSize = (size: number) =>
  `<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="${size}">${solid("475569")}${FACE}</a:defRPr></a:pPr>` +
  '<a:endParaRPr lang="en-US"/></a:p></c:txPr>';

/** Ticks are round: they need no cents. */
function axisFormat(format: string): string {
  return format.replace(/(#,##0|^0)\.0+(?!%)/, "$1").replace(/^0\.00%$/, "0%");
}

function title(text: string, upwards = false): string {
  if (text === "") return "";
  const turn = upwards ? ' rot="-5400000" vert="horz"' : "";
  return (
    `<c:title><c:tx><c:rich><a:bodyPr${turn}/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900" b="0"/></a:pPr><a:r>` +
    `<a:rPr lang="en-US" sz="900" b="0">${solid("475569")}${FACE}</a:rPr><a:t>${escapeText(text)}</a:t></a:r></a:p></c:rich></c:tx>` +
    '<c:overlay val="0"/></c:title>'
  );
}
