import { type ReportDocument, type Section, type TableSection, tablesOf } from "../document";
import {
  APP_PROPERTIES,
  contentTypes,
  coreProperties,
  PROPERTY_TYPES,
  packageRelationships,
  relationships,
} from "../office/package-parts";
import { directionsOf, paperOf } from "../office/paper";
import { sampleRows } from "../office/sample";
import type { ByteSink, Renderer } from "../renderer";
import { TextSink } from "../text-sink";
import { type CellFormatter, cellFormatter } from "../values/format";
import { likelyTotals } from "../values/likely-totals";
import { textBlocks } from "../values/text-blocks";
import { XML_DECLARATION } from "../xml";
import { ZipWriter } from "../zip/zip-writer";
import { bandsOf, columnNeeds, fits, type Need } from "./columns";
import { type LaidOutSection, writeDocumentPart } from "./document-part";
import { facesOf, fontTableXml } from "./fonts";
import { WORD_NAMESPACE } from "./namespaces";
import { NUMBERING_XML } from "./numbering";
import { footerXml, type Page, pageOf } from "./page";
import { stylesXml } from "./styles";

const WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/** Word document (ECMA-376 part 1, WordprocessingML): a heading and a table for each section. */
export const docxRenderer: Renderer = {
  format: "docx",
  fileType: () => ({ contentType: `${WORD_TYPE}.document`, extension: "docx" }),
  render: writeDocument,
};

/** Relationships of the main part, in the order that gives them their ids. */
const PARTS = [
  ["styles", "styles.xml"],
  ["settings", "settings.xml"],
  ["fontTable", "fontTable.xml"],
  ["footer", "footer1.xml"],
] as const;
const FOOTER_ID = "rId4";
const NUMBERING = ["numbering", "numbering.xml"] as const;

/** Behave as Word 2013 and later, not as in compatibility mode. */
const SETTINGS =
  `${XML_DECLARATION}<w:settings xmlns:w="${WORD_NAMESPACE}"><w:compat><w:compatSetting ` +
  'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>';

/** Cells from which the main part may reach 4 GiB: it would take 4 KB of XML each. */
const ZIP64_CELLS = 1_000_000;

async function writeDocument(document: ReportDocument, sink: ByteSink): Promise<void> {
  const { page, sections } = await layOut(document);
  const parts = hasLists(document) ? [...PARTS, NUMBERING] : PARTS;
  const zip = new ZipWriter(sink, { modified: document.generated_at });
  await zip.add(
    "[Content_Types].xml",
    contentTypes([
      ["/word/document.xml", `${WORD_TYPE}.document.main+xml`],
      ...parts.map(([type, part]) => [`/word/${part}`, `${WORD_TYPE}.${type}+xml`] as const),
      ...PROPERTY_TYPES,
    ]),
  );
  await zip.add("_rels/.rels", packageRelationships("word/document.xml"));
  await zip.add("docProps/core.xml", coreProperties(document));
  await zip.add("docProps/app.xml", APP_PROPERTIES);
  await zip.add("word/_rels/document.xml.rels", relationships(parts));
  await zip.add("word/styles.xml", stylesXml(document.locale));
  if (hasLists(document)) await zip.add("word/numbering.xml", NUMBERING_XML);
  await zip.add("word/settings.xml", SETTINGS);
  await zip.add("word/fontTable.xml", fontTableXml(facesOf(document.locale)));
  await zip.add("word/footer1.xml", footerXml(document.title, page));
  const cells = tablesOf(document).reduce(
    (sum, { rows_written, summary_rows, columns }) => sum + (rows_written + summary_rows) * columns.length,
    0,
  );
  await zip.stream(
    "word/document.xml",
    (entry) => writeDocumentPart(document, sections, page, FOOTER_ID, new TextSink(entry)),
    { zip64: cells > ZIP64_CELLS },
  );
  await zip.close();
}

function hasLists({ sections }: ReportDocument): boolean {
  return sections.some(
    (section) => section.kind === "text" && textBlocks(section.text).some(({ kind }) => kind === "list"),
  );
}

interface MeasuredTable {
  readonly section: TableSection;
  readonly formats: readonly CellFormatter[];
  readonly needs: readonly Need[];
}

/** Chooses the page's direction, lying when a table does not fit upright unless told, and cuts wide tables into bands. */
async function layOut(document: ReportDocument): Promise<{ page: Page; sections: LaidOutSection[] }> {
  const { locale, time_zone } = document;
  const measured = new Map<Section, MeasuredTable>();
  for (const section of tablesOf(document)) {
    const formats = section.columns.map((column) => cellFormatter(column, locale, time_zone));
    const sample = await sampleRows(section);
    const totals = likelyTotals(section, sample);
    const needs = columnNeeds(section, totals === null ? sample : [...sample, totals], formats);
    measured.set(section, { section, formats, needs });
  }
  const paper = paperOf(document);
  const [preferred, other = preferred] = directionsOf(document);
  const first = pageOf(paper, preferred);
  const isEnough = [...measured.values()].every(({ needs }) => fits(needs, first.textWidth));
  const page = isEnough ? first : pageOf(paper, other);
  const sections = document.sections.flatMap((section): LaidOutSection[] => {
    if (section.kind !== "table") return [section];
    const table = measured.get(section);
    if (table === undefined) return [];
    return [{ kind: "table", section, formats: table.formats, bands: bandsOf(table.needs, page.textWidth) }];
  });
  return { page, sections };
}
