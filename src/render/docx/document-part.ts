import type { ReportDocument, Row, Section } from "../document";
import type { TextSink } from "../text-sink";
import { countedRows } from "../values/counted-rows";
import type { CellFormatter } from "../values/format";
import { localeDirection } from "../values/locale";
import { filtersText, generatedAtText, rowsText } from "../values/words";
import { XML_DECLARATION } from "../xml";
import type { Band } from "./columns";
import { RELATIONSHIPS_NAMESPACE, WORD_NAMESPACE } from "./namespaces";
import { type Page, sectionProperties } from "./page";
import { paragraph } from "./runs";
import { rowWriter, TABLE_END, tableStart } from "./table";

/** A section with how its columns are laid out. */
export interface LaidOutSection {
  readonly section: Section;
  readonly formats: readonly CellFormatter[];
  readonly bands: readonly Band[];
}

/** Writes `word/document.xml` (ECMA-376 part 1, 17.2): the report's head, then each section. */
export async function writeDocumentPart(
  document: ReportDocument,
  sections: readonly LaidOutSection[],
  page: Page,
  footerId: string,
  out: TextSink,
): Promise<void> {
  out.add(
    `${XML_DECLARATION}<w:document xmlns:w="${WORD_NAMESPACE}" xmlns:r="${RELATIONSHIPS_NAMESPACE}"><w:body>`,
  );
  out.add(paragraph("Title", document.title));
  if (document.description) out.add(paragraph("Normal", document.description));
  out.add(paragraph("Note", `Generated ${generatedAtText(document)}`));
  if (document.filters.length > 0) out.add(paragraph("Note", `Filters: ${filtersText(document.filters)}`));
  for (const section of sections) await writeSection(document, section, out);
  out.add(`${sectionProperties(page, footerId)}</w:body></w:document>`);
  await out.flush();
}

async function writeSection(document: ReportDocument, laidOut: LaidOutSection, out: TextSink): Promise<void> {
  const { section, bands } = laidOut;
  out.add(paragraph("Heading1", section.title));
  out.add(paragraph("TableNote", rowsText(section, document.locale)));
  if (bands.length > 1) out.add(paragraph("TableNote", bandsNote(section, bands.length)));
  const rightToLeft = localeDirection(document.locale) === "rtl";
  for (const band of bands) {
    if (bands.length > 1) out.add(paragraph("TableNote", bandNote(section, band)));
    out.add(tableStart(section, band, rightToLeft));
    await writeRows(section, rowWriter(section, band, laidOut.formats), out);
    out.add(TABLE_END);
  }
}

async function writeRows(section: Section, write: (row: Row) => string, out: TextSink): Promise<void> {
  for await (const batch of countedRows(section)) {
    for (const row of batch) {
      out.add(write(row));
      if (out.full) await out.flush();
    }
  }
}

function bandsNote({ columns }: Section, bands: number): string {
  const repeated = columns[0]?.label ?? "";
  return `${columns.length} columns do not fit side by side: they follow in ${bands} tables, each with “${repeated}” first.`;
}

function bandNote({ columns }: Section, band: Band): string {
  const own = band.columns[0] === 0 && band.columns[1] !== 1 ? band.columns.slice(1) : band.columns;
  const [first = 0] = own;
  return `Columns ${first + 1} to ${(own.at(-1) ?? first) + 1} of ${columns.length}`;
}
