// pdfkit, a table drawn by hand, text by text.
import PDFDocument from "pdfkit";
import { countingStream } from "./counting-stream.mjs";
import { isRight, LEFT, PAGE, ROWS_A_PAGE, textsOf, WIDTHS } from "./page-table.mjs";

export async function pdfkit(rows, columns) {
  const stream = countingStream();
  const document = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: PAGE.margin,
    autoFirstPage: false,
  });
  document.pipe(stream);
  const line = (texts, y) => {
    for (let at = 0; at < texts.length; at += 1) {
      document.text(texts[at], LEFT[at], y, {
        width: WIDTHS[at],
        align: isRight(at) ? "right" : "left",
        lineBreak: false,
      });
    }
  };
  const labels = columns.map(({ label }) => label);
  for (let start = 0, page = 1; start < rows.length; start += ROWS_A_PAGE, page += 1) {
    document.addPage();
    document.font("Helvetica-Bold").fontSize(PAGE.size);
    line(labels, PAGE.margin);
    document.font("Helvetica");
    rows.slice(start, start + ROWS_A_PAGE).forEach((row, at) => {
      line(textsOf(row), PAGE.margin + (at + 1) * PAGE.rowHeight);
    });
    document.text(`Page ${page}`, LEFT[7], PAGE.height - PAGE.margin - 10, { lineBreak: false });
  }
  const finished = new Promise((resolve, reject) => stream.on("finish", resolve).on("error", reject));
  document.end();
  await finished;
  return stream.bytes;
}
