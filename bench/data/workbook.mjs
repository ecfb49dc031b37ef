// The sample table as a workbook that another program wrote: exceljs with shared strings, dates as dates.
import { Writable } from "node:stream";
import ExcelJS from "exceljs";
import { COLUMNS, sampleBatches } from "./sample-table.ts";

const FORMATS = { date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm:ss" };

/** As bytes in pieces, like `csvFile`. */
export async function workbookFile(rows) {
  const pieces = [];
  const stream = new Writable({
    write(piece, _, done) {
      pieces.push(Buffer.from(piece));
      done();
    },
  });
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: true,
  });
  const sheet = workbook.addWorksheet("Customers");
  sheet.columns = COLUMNS.map(({ name, type }) => ({
    header: name,
    style: { numFmt: FORMATS[type] ?? "General" },
  }));
  for (const batch of sampleBatches(rows)) {
    for (const row of batch) {
      sheet.addRow(row.map((cell, at) => (COLUMNS[at].type in FORMATS ? new Date(cell) : cell))).commit();
    }
  }
  sheet.commit();
  await workbook.commit();
  return { pieces, length: pieces.reduce((sum, piece) => sum + piece.length, 0) };
}
