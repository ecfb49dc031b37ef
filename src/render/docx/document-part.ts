import type { FiguresSection, ReportDocument, TextSection } from "../document";
import type { TextSink } from "../text-sink";
import { filtersText, generatedAtText, missingChartNote, rowsText } from "../values/words";
import { wordsOf } from "../words";
import { XML_DECLARATION } from "../xml";
import { chartParagraphs } from "./chart";
import { figuresXml } from "./figures";
import type { LaidOutPart } from "./lay-out";
import { DRAWING_NAMESPACES, RELATIONSHIPS_NAMESPACE, WORD_NAMESPACE } from "./namespaces";
import { type Page, sectionEnd, sectionProperties } from "./page";
import { paragraph } from "./runs";
import { type LaidOutTable, writeTable } from "./table-section";
import { textXml } from "./text";

/** A section as it is, or with how its columns are laid out. */
export type LaidOutSection = TextSection | FiguresSection | LaidOutTable;

/** Writes `word/document.xml` (ECMA-376 part 1, 17.2): the report's head, then each section. */
export async function writeDocumentPart(
  document: ReportDocument,
  parts: readonly LaidOutPart[],
  out: TextSink,
): Promise<void> {
  const words = wordsOf(document.locale);
  out.add(
    `${XML_DECLARATION}<w:document xmlns:w="${WORD_NAMESPACE}" xmlns:r="${RELATIONSHIPS_NAMESPACE}" ` +
      `${DRAWING_NAMESPACES}><w:body>`,
  );
  out.add(paragraph("Title", document.title));
  if (document.description) out.add(paragraph("Normal", document.description));
  out.add(paragraph("Note", `${words.generated} ${generatedAtText(document)}`));
  if (document.filters.length > 0)
    out.add(paragraph("Note", `${words.filters}: ${filtersText(document.filters)}`));
  for (const [at, { page, sections, footerId }] of parts.entries()) {
    for (const section of sections) await writeSection(document, section, page, out);
    const properties = sectionProperties(page, footerId);
    out.add(at === parts.length - 1 ? properties : sectionEnd(properties));
  }
  out.add("</w:body></w:document>");
  await out.flush();
}

async function writeSection(
  document: ReportDocument,
  laidOut: LaidOutSection,
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
      const { chart } = laidOut;
      out.add(paragraph("TableNote", rowsText(laidOut.section, document.locale)));
      if (chart) out.add(chartParagraphs(chart, document.locale));
      const missing = missingChartNote(laidOut.section, document.locale);
      if (missing !== "") out.add(paragraph("Note", missing));
      await writeTable(laidOut, document.locale, out);
    }
  }
}
