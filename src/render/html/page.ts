import { type ReportDocument, type Section, tablesOf } from "../document";
import { localeDirection, resolveLocale } from "../values/locale";
import { generatedAtText, rowsText } from "../values/words";
import { wordsOf } from "../words";
import { escapeHtml } from "./escape";
import { pageStyle } from "./style";

/** Also said by the server; said here too because the file is opened from disks and mails. */
const CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** Everything before the first section. */
export function pageStart(document: ReportDocument): string {
  const { title, description, locale } = document;
  const direction = localeDirection(locale);
  return `<!doctype html>
<html lang="${escapeHtml(resolveLocale(locale))}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Edge Reports">
<title>${escapeHtml(title)}</title>
<style>${pageStyle(document.sections, direction)}</style>
</head>
<body>
<main class="page">
<header class="top">
<h1 dir="auto">${escapeHtml(title)}</h1>
${description ? `<p class="lead" dir="auto">${escapeHtml(description)}</p>\n` : ""}${facts(document)}</header>
${contents(document)}`;
}

export const PAGE_END = "</main>\n</body>\n</html>\n";

function facts(document: ReportDocument): string {
  const { filters, generated_at } = document;
  const words = wordsOf(document.locale);
  const chips = filters.map(
    ({ label, text }) => `<li dir="auto"><b>${escapeHtml(label)}</b> ${escapeHtml(text)}</li>`,
  );
  const generated = `<time datetime="${escapeHtml(generated_at)}">${escapeHtml(generatedAtText(document))}</time>`;
  return `<dl class="facts">
<dt>${words.generated}</dt><dd>${generated}</dd>
${chips.length > 0 ? `<dt>${words.filters}</dt><dd><ul>${chips.join("")}</ul></dd>\n` : ""}</dl>
`;
}

/** The list of the sections, where there are several; tables with how many rows they have. */
function contents(document: ReportDocument): string {
  const { sections, locale } = document;
  if (sections.length < 2) return "";
  const counts = tablesOf(document).length > 1;
  const items = sections.map((section, at) => {
    const link = `<a href="#section-${at + 1}">${escapeHtml(section.title)}</a>`;
    const count = counts ? countOf(section, locale) : "";
    return `<li dir="auto">${link}${count === "" ? "" : ` <small><bdi>${escapeHtml(count)}</bdi></small>`}</li>\n`;
  });
  return `<nav class="contents" aria-labelledby="contents">\n<p id="contents">${wordsOf(locale).contents}</p>\n<ol>\n${items.join("")}</ol>\n</nav>\n`;
}

const countOf = (section: Section, locale: string) =>
  section.kind === "table" ? rowsText(section, locale) : "";
