import type { Row, TableSection } from "../document";
import { type CellFormatter, isNumeric } from "../values/format";
import { escapeAttribute } from "../xml";
import { type Band, CHARACTER } from "./columns";
import { paragraph, RIGHT_TO_LEFT_PARAGRAPH, runsOf, startsRightToLeft } from "./runs";

/** Lines of a cell from which its row may break over pages; shorter rows stay whole. */
const MAX_WHOLE_LINES = 25;

/** Table begin, grid and the header row, which Word repeats on each page (ECMA-376 part 1, 17.4.49). */
export function tableStart(section: TableSection, band: Band, rightToLeft: boolean): string {
  const width = band.widths.reduce((sum, size) => sum + size, 0);
  const grid = band.widths.map((size) => `<w:gridCol w:w="${size}"/>`).join("");
  const labels = band.columns.map((at, position) => {
    const column = section.columns[at];
    const style = column !== undefined && isNumeric(column) ? "HeaderNumber" : "HeaderCell";
    return (
      `<w:tc><w:tcPr><w:tcW w:w="${band.widths[position] ?? 0}" w:type="dxa"/>` +
      `<w:shd w:val="clear" w:color="auto" w:fill="E6ECF3"/><w:vAlign w:val="bottom"/></w:tcPr>` +
      `${paragraph(style, column?.label ?? "")}</w:tc>`
    );
  });
  return (
    `<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>${rightToLeft ? "<w:bidiVisual/>" : ""}` +
    `<w:tblW w:w="${width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>` +
    '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>' +
    `<w:tblCaption w:val="${escapeAttribute(section.title)}"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid>` +
    `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${labels.join("")}</w:tr>`
  );
}

/** A table's end, and the paragraph that keeps it apart from the next table and from the document's end. */
export const TABLE_END = '</w:tbl><w:p><w:pPr><w:pStyle w:val="AfterTable"/></w:pPr></w:p>';

interface CellParts {
  readonly at: number;
  readonly format: CellFormatter;
  readonly start: string;
  readonly startRightToLeft: string;
  /** Characters that fill {@link MAX_WHOLE_LINES} lines. */
  readonly long: number;
}

/** What sets a kind of row apart. */
interface RowLook {
  readonly text: string;
  readonly number: string;
  /** Properties of its cells (17.4.69). */
  readonly cell: string;
}

const rule = (side: "top" | "bottom", size: number, colour: string) =>
  `<w:${side} w:val="single" w:sz="${size}" w:space="0" w:color="${colour}"/>`;
const borders = (sides: string) => `<w:tcBorders>${sides}</w:tcBorders>`;
const TOTAL_STYLES = { text: "TotalCell", number: "TotalNumber" };

export const DATA_LOOK: RowLook = { text: "Cell", number: "CellNumber", cell: "" };
export const SUBTOTAL_LOOK: RowLook = { ...TOTAL_STYLES, cell: borders(rule("top", 6, "8796A8")) };
export const TOTAL_LOOK: RowLook = {
  ...TOTAL_STYLES,
  cell: borders(rule("top", 8, "1F2933") + rule("bottom", 8, "1F2933")),
};

/** Writer of a band's rows (17.4.78). */
export function rowWriter(
  section: TableSection,
  band: Band,
  formats: readonly CellFormatter[],
  look: RowLook,
): (row: Row) => string {
  const parts = band.columns.flatMap((at, position): CellParts[] => {
    const column = section.columns[at];
    const format = formats[at];
    const width = band.widths[position];
    if (column === undefined || format === undefined || width === undefined) return [];
    const style = `<w:pStyle w:val="${isNumeric(column) ? look.number : look.text}"/>`;
    const start = `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${look.cell}</w:tcPr><w:p><w:pPr>${style}`;
    return [
      {
        at,
        format,
        start: `${start}</w:pPr>`,
        startRightToLeft: `${start}${RIGHT_TO_LEFT_PARAGRAPH}</w:pPr>`,
        long: (width / CHARACTER) * MAX_WHOLE_LINES,
      },
    ];
  });
  return (row) => {
    let cells = "";
    let whole = true;
    for (const { at, format, start, startRightToLeft, long } of parts) {
      const text = format(row[at] ?? null);
      if (text.length > long || hasManyLines(text)) whole = false;
      cells += `${startsRightToLeft(text) ? startRightToLeft : start}${runsOf(text)}</w:p></w:tc>`;
    }
    return `<w:tr>${whole ? "<w:trPr><w:cantSplit/></w:trPr>" : ""}${cells}</w:tr>`;
  };
}

function hasManyLines(text: string): boolean {
  return text.length > MAX_WHOLE_LINES && text.includes("\n") && text.split("\n").length > MAX_WHOLE_LINES;
}
