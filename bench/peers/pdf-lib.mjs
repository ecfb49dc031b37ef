// pdf-lib as its documentation shows it: one drawText a cell.
import { PDFDocument, StandardFonts } from "pdf-lib";
import { isRight, LEFT, PAGE, ROWS_A_PAGE, textsOf, WIDTHS } from "./page-table.mjs";

export async function pdfLib(rows, columns) {
  const document = await PDFDocument.create();
  const plain = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  const { size } = PAGE;
  const labels = columns.map(({ label }) => label);
  for (let start = 0, number = 1; start < rows.length; start += ROWS_A_PAGE, number += 1) {
    const page = document.addPage([PAGE.width, PAGE.height]);
    const line = (texts, y, font) => {
      for (let at = 0; at < texts.length; at += 1) {
        const x = isRight(at) ? LEFT[at] + WIDTHS[at] - font.widthOfTextAtSize(texts[at], size) : LEFT[at];
        page.drawText(texts[at], { x, y, size, font });
      }
    };
    line(labels, PAGE.height - PAGE.margin, bold);
    rows.slice(start, start + ROWS_A_PAGE).forEach((row, at) => {
      line(textsOf(row), PAGE.height - PAGE.margin - (at + 1) * PAGE.rowHeight, plain);
    });
    page.drawText(`Page ${number}`, { x: LEFT[7], y: PAGE.margin - 10, size, font: plain });
  }
  return (await document.save()).length;
}
