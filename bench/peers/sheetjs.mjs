// SheetJS 0.20, which makes a workbook in memory.
import * as XLSX from "xlsx";

export async function sheetjs(rows, columns) {
  const isTime = columns.map(({ type }) => type === "date" || type === "datetime");
  const typed = rows.map((row) => row.map((cell, at) => (isTime[at] ? new Date(cell) : cell)));
  const sheet = XLSX.utils.aoa_to_sheet([columns.map(({ label }) => label), ...typed], { dense: true });
  const workbook = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(workbook, sheet, "Customers");
  return XLSX.write(workbook, { type: "buffer", bookType: "xlsx", compression: true }).length;
}
