import { chartDrawing } from "../chart/geometry";
import type { Chart, ReportDocument, Section } from "../document";
import { localeDirection, resolveLocale } from "../values/locale";
import { chartNote, generatedAtText, rowsText } from "../values/words";
import { escapeHtml } from "./escape";
import { pageStyle } from "./style";
import { svgOf } from "./svg";

/** Also said by the server; said here too because the file is opened from disks and mails. */
const CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** Everything before the first section. */
export function pageStart(document: ReportDocument): string {
  const { title, description, locale, sections } = document;
  const direction = localeDirection(locale);
  return `<!doctype html>
<html lang="${escapeHtml(resolveLocale(locale))}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Edge Reports">
<title>${escapeHtml(title)}</title>
<style>${pageStyle(sections, direction)}</style>
</head>
<body>
<main class="page">
<header class="top">
<h1 dir="auto">${escapeHtml(title)}</h1>
${description ? `<p class="lead" dir="auto">${escapeHtml(description)}</p>\n` : ""}${facts(document)}</header>
`;
}

export const PAGE_END = "</main>\n</body>\n</html>\n";

function facts(document: ReportDocument): string {
  const { filters, generated_at, sections } = document;
  const chips = filters.map(
    ({ label, text }) => `<li dir="auto"><b>${escapeHtml(label)}</b> ${escapeHtml(text)}</li>`,
  );
  const generated = `<time datetime="${escapeHtml(generated_at)}">${escapeHtml(generatedAtText(document))}</time>`;
  const contents = sections.map(
    ({ title }, at) => `<li dir="auto"><a href="#section-${at + 1}">${escapeHtml(title)}</a></li>`,
  );
  return `<dl class="facts">
<dt>Generated</dt><dd>${generated}</dd>
${chips.length > 0 ? `<dt>Filters</dt><dd><ul>${chips.join("")}</ul></dd>\n` : ""}${
  contents.length > 1 ? `<dt>Sections</dt><dd><ul>${contents.join("")}</ul></dd>\n` : ""
}</dl>
`;
}

/** A section up to its first row; `number` counts from 1. */
export function sectionStart(section: Section, number: number, document: ReportDocument): string {
  const { title, columns, chart, rows_written, truncated } = section;
  const count = `<bdi>${escapeHtml(rowsText(section, document.locale))}</bdi>`;
  // One section that is called as the report is does not repeat the name.
  const heading =
    document.sections.length === 1 && title === document.title
      ? `<section id="section-${number}" aria-label="${escapeHtml(title)}">\n`
      : `<section id="section-${number}" aria-labelledby="title-${number}">\n<h2 id="title-${number}" dir="auto">${escapeHtml(title)}</h2>\n`;
  const line = `<p class="count">${truncated ? `<span class="cut">${count}</span>` : count}</p>\n`;
  const figure = chart === null ? "" : chartFigure(chart, document.locale);
  if (rows_written === 0) return `${heading}${figure}<p class="none">${count}</p>\n`;
  const heads = columns.map(({ label }) => `<th scope="col" dir="auto">${escapeHtml(label)}</th>`);
  return `${heading}${line}${figure}<table>\n<thead><tr>${heads.join("")}</tr></thead>\n<tbody>\n`;
}

export function sectionEnd(section: Section): string {
  return `${section.rows_written === 0 ? "" : "</tbody>\n</table>\n"}</section>\n`;
}

const CHART_WIDTH = 760;
const CHART_HEIGHT = 340;

function chartFigure(chart: Chart, locale: string): string {
  const svg = svgOf(chartDrawing(chart, { width: CHART_WIDTH, height: CHART_HEIGHT, locale }), chart.title);
  const note = chartNote(chart, locale);
  const said = note === "" ? "" : `<p>${escapeHtml(note)}</p>`;
  return `<figure><figcaption dir="auto">${escapeHtml(chart.title)}</figcaption>${svg}${said}</figure>\n`;
}
