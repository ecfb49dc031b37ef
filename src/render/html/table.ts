import { chartDrawing } from "../chart/geometry";
import type { Chart, ReportDocument, TableSection } from "../document";
import { chartNote, rowsText } from "../values/words";
import { escapeHtml } from "./escape";
import { svgOf } from "./svg";

/** A table up to its first row: how many rows there are, the chart, the header. */
export function tableStart(section: TableSection, { locale }: ReportDocument): string {
  const { columns, chart, truncated } = section;
  const count = `<bdi>${escapeHtml(rowsText(section, locale))}</bdi>`;
  const line = `<p class="count">${truncated ? `<span class="cut">${count}</span>` : count}</p>\n`;
  const figure = chart === null ? "" : chartFigure(chart, locale);
  if (isEmpty(section)) return `${figure}<p class="none">${count}</p>\n`;
  const heads = columns.map(({ label }) => `<th scope="col" dir="auto">${escapeHtml(label)}</th>`);
  return `${line}${figure}<div class="wide" tabindex="0">\n<table>\n<thead><tr>${heads.join("")}</tr></thead>\n<tbody>\n`;
}

export function tableEnd(section: TableSection): string {
  return isEmpty(section) ? "" : "</tbody>\n</table>\n</div>\n";
}

const isEmpty = ({ rows_written, summary_rows }: TableSection) => rows_written + summary_rows === 0;

const CHART_WIDTH = 760;
const CHART_HEIGHT = 340;

function chartFigure(chart: Chart, locale: string): string {
  const svg = svgOf(chartDrawing(chart, { width: CHART_WIDTH, height: CHART_HEIGHT, locale }), chart.title);
  const note = chartNote(chart, locale);
  const said = note === "" ? "" : `<p>${escapeHtml(note)}</p>`;
  return `<figure><figcaption dir="auto">${escapeHtml(chart.title)}</figcaption>${svg}${said}</figure>\n`;
}
