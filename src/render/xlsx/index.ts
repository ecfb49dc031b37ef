import type { ReportDocument, Section } from "../document";
import {
  APP_PROPERTIES,
  contentTypes,
  coreProperties,
  PROPERTY_TYPES,
  packageRelationships,
  relationships,
} from "../office/package-parts";
import { sampleRows } from "../office/sample";
import type { ByteSink, Renderer } from "../renderer";
import { countedRows } from "../values/counted-rows";
import { localeDirection } from "../values/locale";
import { zoneOffsets } from "../values/zone";
import { ZipWriter } from "../zip/zip-writer";
import { aboutSheet, type WrittenSection } from "./about-sheet";
import type { CellContext } from "./cells";
import { RowSource } from "./row-source";
import { SheetNames } from "./sheet-names";
import { StyleSheet } from "./styles";
import { EXCEL_LIMITS, type SheetLimits, TableSheet } from "./table-sheet";
import { type Sheet, workbookXml } from "./workbook";

const SPREADSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Excel workbook (ECMA-376 part 1, SpreadsheetML): a sheet for each section, and one about the report. */
export const xlsxRenderer: Renderer = {
  format: "xlsx",
  fileType: () => ({ contentType: `${SPREADSHEET_TYPE}.sheet`, extension: "xlsx" }),
  render: (document, sink) => writeWorkbook(document, sink, EXCEL_LIMITS),
};

/** As {@link xlsxRenderer} does, with sheets of the given size. */
export async function writeWorkbook(
  document: ReportDocument,
  sink: ByteSink,
  limits: SheetLimits,
): Promise<void> {
  const zip = new ZipWriter(sink, { modified: document.generated_at });
  await zip.add("_rels/.rels", packageRelationships("xl/workbook.xml"));
  await zip.add("docProps/core.xml", coreProperties(document));
  await zip.add("docProps/app.xml", APP_PROPERTIES);
  const sheets = await writeSheets(document, zip, limits);
  await zip.add("xl/workbook.xml", workbookXml(sheets));
  const parts = sheets.map(({ part }) => ["worksheet", part] as const);
  await zip.add("xl/_rels/workbook.xml.rels", relationships([...parts, ["styles", "styles.xml"]]));
  // Last, since only now it is known how many sheets there are.
  await zip.add(
    "[Content_Types].xml",
    contentTypes([
      ["/xl/workbook.xml", `${SPREADSHEET_TYPE}.sheet.main+xml`],
      ["/xl/styles.xml", `${SPREADSHEET_TYPE}.styles+xml`],
      ...parts.map(([, part]) => [`/xl/${part}`, `${SPREADSHEET_TYPE}.worksheet+xml`] as const),
      ...PROPERTY_TYPES,
    ]),
  );
  await zip.close();
}

/** Writes the tables, the sheet about them and the styles that both came to need. */
async function writeSheets(document: ReportDocument, zip: ZipWriter, limits: SheetLimits): Promise<Sheet[]> {
  const names = new SheetNames();
  const styles = new StyleSheet();
  const offsetAt = zoneOffsets(document.time_zone);
  const cellContext = (): CellContext => ({
    styles,
    locale: document.locale,
    offsetAt,
    startSide: localeDirection(document.locale) === "rtl" ? "right" : "left",
    tally: { cutCells: 0, lines: 1 },
  });
  const written: WrittenSection[] = [];
  const sheets: Sheet[] = [];
  for (const section of document.sections) {
    const context = cellContext();
    const table = new TableSheet(document, section, await sampleRows(section), context, limits);
    const first = sheets.length;
    await writeTable(section, table, zip, names, sheets);
    written.push({ section, sheets: sheets.slice(first), cutCells: context.tally.cutCells });
  }
  const about = nextSheet(names.claim("About"), sheets);
  sheets.push({ ...about, rows: 0, table: null, pagesWide: 1 });
  await zip.add(`xl/${about.part}`, aboutSheet(document, written, cellContext()));
  await zip.add("xl/styles.xml", styles.xml());
  return sheets;
}

/** Writes a section's rows on as many sheets as they need, at least one, and adds those to `sheets`. */
async function writeTable(
  section: Section,
  table: TableSheet,
  zip: ZipWriter,
  names: SheetNames,
  sheets: Sheet[],
): Promise<void> {
  const source = new RowSource(countedRows(section));
  try {
    do {
      const sheet = nextSheet(names.claim(section.title), sheets);
      let rows = 0;
      await zip.stream(`xl/${sheet.part}`, async (entry) => {
        rows = await table.write(source, entry);
      });
      sheets.push({ ...sheet, rows, table: table.range(rows), pagesWide: table.pagesWide });
    } while (await source.hasMore());
  } finally {
    await source.close();
  }
}

function nextSheet(name: string, sheets: readonly Sheet[]): Pick<Sheet, "name" | "part"> {
  return { name, part: `worksheets/sheet${sheets.length + 1}.xml` };
}
