import type { ReportDocument } from "../document";
import {
  APP_PROPERTIES,
  contentTypes,
  coreProperties,
  PROPERTY_TYPES,
  packageRelationships,
  relationships,
} from "../office/package-parts";
import type { ZipWriter } from "../zip/zip-writer";
import type { StyleSheet } from "./styles";
import { type Sheet, workbookXml } from "./workbook";

export const SPREADSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing";

/** The parts around the sheets; written last, since only then it is known which sheets and styles there are. */
export async function writePackage(
  document: ReportDocument,
  zip: ZipWriter,
  sheets: readonly Sheet[],
  styles: StyleSheet,
  charts: number,
): Promise<void> {
  await zip.add("_rels/.rels", packageRelationships("xl/workbook.xml"));
  await zip.add("docProps/core.xml", coreProperties(document));
  await zip.add("docProps/app.xml", APP_PROPERTIES);
  await zip.add("xl/styles.xml", styles.xml());
  await zip.add("xl/workbook.xml", workbookXml(sheets));
  const parts = sheets.map(({ part }) => ["worksheet", part] as const);
  await zip.add("xl/_rels/workbook.xml.rels", relationships([...parts, ["styles", "styles.xml"]]));
  const numbers = Array.from({ length: charts }, (_, at) => at + 1);
  await zip.add(
    "[Content_Types].xml",
    contentTypes([
      ["/xl/workbook.xml", `${SPREADSHEET_TYPE}.sheet.main+xml`],
      ["/xl/styles.xml", `${SPREADSHEET_TYPE}.styles+xml`],
      ...parts.map(([, part]) => [`/xl/${part}`, `${SPREADSHEET_TYPE}.worksheet+xml`] as const),
      ...numbers.map((number) => [`/xl/drawings/drawing${number}.xml`, `${DRAWING_TYPE}+xml`] as const),
      ...numbers.map((number) => [`/xl/charts/chart${number}.xml`, `${DRAWING_TYPE}ml.chart+xml`] as const),
      ...PROPERTY_TYPES,
    ]),
  );
}
