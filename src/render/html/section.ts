import type { ReportDocument, Section } from "../document";
import { escapeHtml } from "./escape";

/** A section up to its content; `number` counts from 1. */
export function sectionStart(section: Section, number: number, document: ReportDocument): string {
  const title = escapeHtml(section.title);
  const heading = hasHeading(section, document)
    ? `<section id="section-${number}" aria-labelledby="title-${number}">\n<h2 id="title-${number}" dir="auto">${title}</h2>\n`
    : `<section id="section-${number}" aria-label="${title}">\n`;
  const { description } = section;
  return description ? `${heading}<p class="about" dir="auto">${escapeHtml(description)}</p>\n` : heading;
}

/** One section that is called as the report is does not repeat the name. */
export function hasHeading({ title }: Section, document: ReportDocument): boolean {
  return document.sections.length > 1 || title !== document.title;
}

export const SECTION_END = "</section>\n";
