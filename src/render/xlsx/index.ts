import type { ReportDocument } from "../document";
import type { ByteSink, Renderer } from "../renderer";
import { ZipWriter } from "../zip/zip-writer";
import { SPREADSHEET_TYPE } from "./package";
import { EXCEL_LIMITS, type SheetLimits } from "./table-sheet";
import { WorkbookWriter } from "./workbook-writer";

/**
 * Excel workbook (ECMA-376 part 1, SpreadsheetML): a sheet for each table, one for texts and figures, and one about the
 * report. Charts are Excel's own, bound to the cells that they show.
 */
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
  await new WorkbookWriter(document, zip, limits).write();
  await zip.close();
}
