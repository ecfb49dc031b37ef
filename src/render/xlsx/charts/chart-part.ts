import type { Chart, ChartType } from "../../document";
import { chartNote } from "../../values/words";
import { escapeText, XML_DECLARATION } from "../../xml";
import { OFFICE_RELATIONSHIPS_NAMESPACE } from "../workbook";
import { axesXml } from "./axes";
import type { BoundChart } from "./bound-chart";
import { barsLie } from "./lying-bars";
import { CHART_NAMESPACE, colour, DRAWING_NAMESPACE, FACE, solid } from "./markup";
import { namesXml, numbersXml, textsXml } from "./references";

/** Where a chart stands, which decides what it says itself. */
export interface ChartPlace {
  /** Points. */
  readonly width: number;
  readonly height: number;
  /** Whether it has its title and its note in it, and an edge: where no text around it says what it is. */
  readonly titled: boolean;
  /** Relationship to the workbook with its cells; absent where it is part of that workbook. */
  readonly workbookId?: string;
}

/** `charts/chart1.xml` (ECMA-376 part 1, 21.2): a chart that Office draws from the cells it is bound to. */
export function chartXml(bound: BoundChart, locale: string, place: ChartPlace): string {
  const { chart } = bound;
  const { titled, workbookId } = place;
  const hasLegend = chart.type === "pie" || chart.series.length > 1;
  const lying = barsLie(chart, place.width);
  const edge = titled ? `<a:ln w="9525">${solid("DDE3EA")}</a:ln>` : "<a:ln><a:noFill/></a:ln>";
  const workbook =
    workbookId === undefined
      ? ""
      : `<c:externalData r:id="${workbookId}"><c:autoUpdate val="0"/></c:externalData>`;
  const legend = `<c:legend><c:legendPos val="${chart.type === "pie" ? "r" : "t"}"/><c:overlay val="0"/></c:legend>`;
  return (
    `${XML_DECLARATION}<c:chartSpace xmlns:c="${CHART_NAMESPACE}" xmlns:a="${DRAWING_NAMESPACE}" ` +
    `xmlns:r="${OFFICE_RELATIONSHIPS_NAMESPACE}"><c:roundedCorners val="0"/><c:chart>` +
    `${titled ? titleXml(chart, locale) : ""}<c:autoTitleDeleted val="${titled ? 0 : 1}"/>` +
    `<c:plotArea><c:layout/>${plotXml(bound, lying)}${axesXml(bound, lying, place.height)}</c:plotArea>${hasLegend ? legend : ""}` +
    '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>' +
    `<c:spPr>${solid("FFFFFF")}${edge}</c:spPr>` +
    `<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900">${solid("475569")}${FACE}</a:defRPr></a:pPr>` +
    `<a:endParaRPr lang="en-US"/></a:p></c:txPr>${workbook}</c:chartSpace>`
  );
}

/** The title, and below it what the chart leaves out. */
function titleXml(chart: Chart, locale: string): string {
  const note = chartNote(chart, locale);
  const line = (text: string, look: string, colour: string) =>
    `<a:p><a:pPr><a:defRPr ${look}/></a:pPr><a:r><a:rPr lang="en-US" ${look}>${solid(colour)}${FACE}</a:rPr>` +
    `<a:t>${escapeText(text)}</a:t></a:r></a:p>`;
  return (
    "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/>" +
    `${line(chart.title, 'sz="1200" b="1"', "1F2933")}${note === "" ? "" : line(note, 'sz="900" b="0"', "64748B")}` +
    '</c:rich></c:tx><c:overlay val="0"/></c:title>'
  );
}

function plotXml(bound: BoundChart, lying: boolean): string {
  const axes = '<c:axId val="1"/><c:axId val="2"/>';
  const series = seriesXml(bound);
  switch (bound.chart.type) {
    case "bar":
    case "histogram": {
      const gap = bound.chart.type === "bar" ? 60 : 4;
      const kind = `<c:barDir val="${lying ? "bar" : "col"}"/><c:grouping val="clustered"/><c:varyColors val="0"/>`;
      return `<c:barChart>${kind}${series}<c:gapWidth val="${gap}"/>${axes}</c:barChart>`;
    }
    case "line":
      return (
        `<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>${series}` +
        `<c:marker val="1"/>${axes}</c:lineChart>`
      );
    case "pie":
      return `<c:pieChart><c:varyColors val="1"/>${series}<c:firstSliceAng val="0"/></c:pieChart>`;
    case "scatter":
      return `<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>${series}${axes}</c:scatterChart>`;
  }
}

function seriesXml({ chart, names, series }: BoundChart): string {
  const categories = names === null ? "" : namesXml(names);
  const all = series.map(({ name, values }, at) => {
    const numbers = numbersXml(values);
    const head = `<c:idx val="${at}"/><c:order val="${at}"/><c:tx>${textsXml(name)}</c:tx>`;
    const data = `${names === null ? "" : `<c:cat>${categories}</c:cat>`}<c:val>${numbers}</c:val>`;
    const xy = `<c:xVal>${categories}</c:xVal><c:yVal>${numbers}</c:yVal>`;
    const content: Readonly<Record<ChartType, () => string>> = {
      bar: () => `<c:spPr>${solid(colour(at))}</c:spPr><c:invertIfNegative val="0"/>${data}`,
      histogram: () => content.bar(),
      line: () => `${LINE(at)}${marker(at, 5)}${data}<c:smooth val="0"/>`,
      pie: () => `${slices(values.numbers.length)}${shares(values.numbers)}${data}`,
      scatter: () => `${NO_LINE}${marker(at, 7)}${xy}<c:smooth val="0"/>`,
    };
    return `<c:ser>${head}${content[chart.type]()}</c:ser>`;
  });
  return all.join("");
}

const NO_LINE = '<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>';
const LINE = (series: number) =>
  `<c:spPr><a:ln w="22225" cap="rnd">${solid(colour(series))}<a:round/></a:ln></c:spPr>`;

function marker(series: number, size: number): string {
  const look = `<c:spPr>${solid(colour(series))}<a:ln w="9525">${solid("FFFFFF")}</a:ln></c:spPr>`;
  return `<c:marker><c:symbol val="circle"/><c:size val="${size}"/>${look}</c:marker>`;
}

function slices(count: number): string {
  const edge = `<a:ln w="9525">${solid("FFFFFF")}</a:ln>`;
  return Array.from(
    { length: count },
    (_, at) =>
      `<c:dPt><c:idx val="${at}"/><c:bubble3D val="0"/><c:spPr>${solid(colour(at))}${edge}</c:spPr></c:dPt>`,
  ).join("");
}

/** Slices that say their share; more of them, and narrower ones, would cover each other's. */
const MOST_LABELLED = 8;
const LEAST_LABELLED = 0.02;

function shares(values: readonly (number | null)[]): string {
  const shown = values.length <= MOST_LABELLED ? 1 : 0;
  const sum = values.reduce<number>((all, value) => all + (value ?? 0), 0);
  const hidden = values.flatMap((value, at) =>
    shown === 1 && (value ?? 0) < sum * LEAST_LABELLED
      ? [`<c:dLbl><c:idx val="${at}"/><c:delete val="1"/></c:dLbl>`]
      : [],
  );
  const none = ["LegendKey", "Val", "CatName", "SerName"].map((what) => `<c:show${what} val="0"/>`).join("");
  const look = '<c:numFmt formatCode="0.0%" sourceLinked="0"/>';
  const place = shown === 1 ? '<c:dLblPos val="outEnd"/>' : "";
  return `<c:dLbls>${hidden.join("")}${look}${place}${none}<c:showPercent val="${shown}"/><c:showBubbleSize val="0"/><c:showLeaderLines val="0"/></c:dLbls>`;
}
