import { type ReportDocument, tablesOf } from "../document";
import {
  APP_PROPERTIES,
  contentTypes,
  coreProperties,
  PROPERTY_TYPES,
  packageRelationships,
  relationships,
} from "../office/package-parts";
import type { ByteSink, Renderer } from "../renderer";
import { TextSink } from "../text-sink";
import { textBlocks } from "../values/text-blocks";
import { SPREADSHEET_TYPE } from "../xlsx/package";
import { XML_DECLARATION } from "../xml";
import { ZipWriter } from "../zip/zip-writer";
import { chartPart, workbookPart, writeChartParts } from "./chart";
import { writeDocumentPart } from "./document-part";
import { facesOf, fontTableXml } from "./fonts";
import { layOut } from "./lay-out";
import { WORD_NAMESPACE } from "./namespaces";
import { NUMBERING_XML } from "./numbering";
import { footerXml } from "./page";
import { stylesXml } from "./styles";

const CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
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
] as const;
const NUMBERING = ["numbering", "numbering.xml"] as const;

/** Behave as Word 2013 and later, not as in compatibility mode. */
const SETTINGS =
  `${XML_DECLARATION}<w:settings xmlns:w="${WORD_NAMESPACE}"><w:compat><w:compatSetting ` +
  'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>';

/** Cells from which the main part may reach 4 GiB: it would take 4 KB of XML each. */
const ZIP64_CELLS = 1_000_000;

async function writeDocument(document: ReportDocument, sink: ByteSink): Promise<void> {
  const fixed = hasLists(document) ? [...PARTS, NUMBERING] : PARTS;
  const { parts, charts } = await layOut(document, fixed.length);
  const zip = new ZipWriter(sink, { modified: document.generated_at });
  await zip.add(
    "[Content_Types].xml",
    contentTypes([
      ["/word/document.xml", `${WORD_TYPE}.document.main+xml`],
      ...fixed.map(([type, part]) => [`/word/${part}`, `${WORD_TYPE}.${type}+xml`] as const),
      ...parts.map(({ footer }) => [`/word/${footer}`, `${WORD_TYPE}.footer+xml`] as const),
      ...charts.map((chart) => [`/word/${chartPart(chart)}`, CHART_TYPE] as const),
      ...charts.map((chart) => [`/word/${workbookPart(chart)}`, `${SPREADSHEET_TYPE}.sheet`] as const),
      ...PROPERTY_TYPES,
    ]),
  );
  await zip.add("_rels/.rels", packageRelationships("word/document.xml"));
  await zip.add("docProps/core.xml", coreProperties(document));
  await zip.add("docProps/app.xml", APP_PROPERTIES);
  const chartTargets = charts.map((chart) => ["chart", chartPart(chart)] as const);
  const footers = parts.map(({ footer }) => ["footer", footer] as const);
  await zip.add("word/_rels/document.xml.rels", relationships([...fixed, ...chartTargets, ...footers]));
  await zip.add("word/styles.xml", stylesXml(document.locale));
  if (hasLists(document)) await zip.add("word/numbering.xml", NUMBERING_XML);
  await zip.add("word/settings.xml", SETTINGS);
  await zip.add("word/fontTable.xml", fontTableXml(facesOf(document.locale)));
  for (const { footer, page } of parts) await zip.add(`word/${footer}`, footerXml(document, page));
  for (const chart of charts) await writeChartParts(chart, document, zip);
  const cells = tablesOf(document).reduce(
    (sum, { rows_written, summary_rows, columns }) => sum + (rows_written + summary_rows) * columns.length,
    0,
  );
  await zip.stream("word/document.xml", (entry) => writeDocumentPart(document, parts, new TextSink(entry)), {
    zip64: cells > ZIP64_CELLS,
  });
  await zip.close();
}

function hasLists({ sections }: ReportDocument): boolean {
  return sections.some(
    (section) => section.kind === "text" && textBlocks(section.text).some(({ kind }) => kind === "list"),
  );
}
