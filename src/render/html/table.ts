import { chartDrawing } from "../chart/geometry";
import type { Chart, ReportDocument, TableSection } from "../document";
import { chartNote, missingChartNote, rowsText } from "../values/words";
import { escapeHtml } from "./escape";
import { hasHeading } from "./section";
import { svgOf } from "./svg";

/**
 * A table up to its first row: how many rows there are, the chart, the header. The box that scrolls can be reached by
 * keyboard and says what it holds. `number` counts from 1.
 */
export function tableStart(section: TableSection, document: ReportDocument, number: number): string {
  const { locale } = document;
  const { columns, chart, truncated } = section;
  const count = `<bdi>${escapeHtml(rowsText(section, locale))}</bdi>`;
  const line = `<p class="count">${truncated ? `<span class="cut">${count}</span>` : count}</p>\n`;
  const figure = chart === null ? missingChart(section, locale) : chartFigure(chart, locale);
  if (isEmpty(section)) return `${figure}<p class="none">${count}</p>\n`;
  const heads = columns.map(({ label }) => `<th scope="col" dir="auto">${escapeHtml(label)}</th>`);
  const name = hasHeading(section, document)
    ? `aria-labelledby="title-${number}"`
    : `aria-label="${escapeHtml(section.title)}"`;
  return `${line}${figure}<div class="wide" role="group" ${name} tabindex="0">\n<table>\n<thead><tr>${heads.join("")}</tr></thead>\n<tbody>\n`;
}

export function tableEnd(section: TableSection): string {
  return isEmpty(section) ? "" : "</tbody>\n</table>\n</div>\n";
}

const isEmpty = ({ rows_written, summary_rows }: TableSection) => rows_written + summary_rows === 0;

function missingChart(section: TableSection, locale: string): string {
  const note = missingChartNote(section, locale);
  return note === "" ? "" : `<p class="cut"><bdi>${escapeHtml(note)}</bdi></p>\n`;
}

const CHART_WIDTH = 760;
const CHART_HEIGHT = 340;

function chartFigure(chart: Chart, locale: string): string {
  const svg = svgOf(chartDrawing(chart, { width: CHART_WIDTH, height: CHART_HEIGHT, locale }), chart.title);
  const note = chartNote(chart, locale);
  const said = note === "" ? "" : `<p>${escapeHtml(note)}</p>`;
  return `<figure><figcaption dir="auto">${escapeHtml(chart.title)}</figcaption>${svg}${said}</figure>\n`;
}
