// exceljs 4, its streaming writer with styles, so that dates and money are shown as such.
import ExcelJS from "exceljs";
import { countingStream } from "./counting-stream.mjs";

const FORMATS = { "currency:EUR": "#,##0.00 [$€]", percent: "0.0%" };

export async function exceljs(rows, columns) {
  const stream = countingStream();
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: false,
  });
  const sheet = workbook.addWorksheet("Customers", { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = columns.map(({ label, type, format }) => ({
    header: label,
    width: 18,
    style: {
      numFmt:
        FORMATS[format] ??
        (type === "date" ? "yyyy-mm-dd" : type === "datetime" ? "yyyy-mm-dd hh:mm" : "General"),
    },
  }));
  const isTime = columns.map(({ type }) => type === "date" || type === "datetime");
  for (const row of rows) sheet.addRow(row.map((cell, at) => (isTime[at] ? new Date(cell) : cell))).commit();
  sheet.commit();
  await workbook.commit();
  return stream.bytes;
}
