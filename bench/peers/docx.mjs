// docx 9: one table with a header row that is repeated on each page.
import { AlignmentType, Document, Packer, Paragraph, Table, TableCell, TableRow } from "docx";
import { isRight, textsOf } from "./page-table.mjs";

export async function docx(rows, columns) {
  const line = (texts, tableHeader) =>
    new TableRow({
      tableHeader,
      children: texts.map((text, at) => {
        const alignment = isRight(at) ? AlignmentType.RIGHT : AlignmentType.LEFT;
        return new TableCell({ children: [new Paragraph({ text, alignment })] });
      }),
    });
  const labels = columns.map(({ label }) => label);
  const table = new Table({ rows: [line(labels, true), ...rows.map((row) => line(textsOf(row), false))] });
  return (await Packer.toBuffer(new Document({ sections: [{ children: [table] }] }))).length;
}
