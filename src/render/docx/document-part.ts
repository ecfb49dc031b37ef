import type { FiguresSection, ReportDocument, TextSection } from "../document";
import type { TextSink } from "../text-sink";
import { localeDirection } from "../values/locale";
import { filtersText, generatedAtText, rowsText } from "../values/words";
import { XML_DECLARATION } from "../xml";
import { chartXml } from "./chart";
import { figuresXml } from "./figures";
import { DRAWING_NAMESPACES, RELATIONSHIPS_NAMESPACE, WORD_NAMESPACE } from "./namespaces";
import { type Page, sectionProperties } from "./page";
import { paragraph } from "./runs";
import { type LaidOutTable, writeTable } from "./table-section";
import { textXml } from "./text";

/** A section as it is, or with how its columns are laid out. */
export type LaidOutSection = TextSection | FiguresSection | LaidOutTable;

/** Writes `word/document.xml` (ECMA-376 part 1, 17.2): the report's head, then each section. */
export async function writeDocumentPart(
  document: ReportDocument,
  sections: readonly LaidOutSection[],
  page: Page,
  footerId: string,
  out: TextSink,
): Promise<void> {
  out.add(
    `${XML_DECLARATION}<w:document xmlns:w="${WORD_NAMESPACE}" xmlns:r="${RELATIONSHIPS_NAMESPACE}" ` +
      `${DRAWING_NAMESPACES}><w:body>`,
  );
  out.add(paragraph("Title", document.title));
  if (document.description) out.add(paragraph("Normal", document.description));
  out.add(paragraph("Note", `Generated ${generatedAtText(document)}`));
  if (document.filters.length > 0) out.add(paragraph("Note", `Filters: ${filtersText(document.filters)}`));
  for (const [at, section] of sections.entries()) await writeSection(document, section, at + 1, page, out);
  out.add(`${sectionProperties(page, footerId)}</w:body></w:document>`);
  await out.flush();
}

/** `number` counts from 1. */
async function writeSection(
  document: ReportDocument,
  laidOut: LaidOutSection,
  number: number,
  page: Page,
  out: TextSink,
): Promise<void> {
  const { title, description } = laidOut.kind === "table" ? laidOut.section : laidOut;
  out.add(paragraph("Heading1", title));
  if (description) out.add(paragraph("TableNote", description));
  switch (laidOut.kind) {
    case "text":
      return out.add(textXml(laidOut));
    case "figures":
      return out.add(figuresXml(laidOut, document, page));
    case "table": {
      const { chart } = laidOut.section;
      out.add(paragraph("TableNote", rowsText(laidOut.section, document.locale)));
      if (chart) out.add(chartXml(chart, number, page, document.locale));
      await writeTable(laidOut, localeDirection(document.locale) === "rtl", out);
    }
  }
}
