import type { ReportDocument, Section } from "../document";
import { escapeHtml } from "./escape";

/** A section up to its content; `number` counts from 1. */
export function sectionStart(section: Section, number: number, document: ReportDocument): string {
  const title = escapeHtml(section.title);
  // One section that is called as the report is does not repeat the name.
  const heading =
    document.sections.length === 1 && section.title === document.title
      ? `<section id="section-${number}" aria-label="${title}">\n`
      : `<section id="section-${number}" aria-labelledby="title-${number}">\n<h2 id="title-${number}" dir="auto">${title}</h2>\n`;
  const { description } = section;
  return description ? `${heading}<p class="about" dir="auto">${escapeHtml(description)}</p>\n` : heading;
}

export const SECTION_END = "</section>\n";
