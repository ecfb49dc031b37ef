import type { Column, ReportDocument, TableSection } from "../document";
import { generatedAtText, rowsText } from "../values/words";
import { MAX_CELL_LENGTH } from "./cell-text";
import type { CellContext } from "./cells";
import { type PlainLine, plainSheet } from "./plain-sheet";
import type { CellStyle } from "./styles";
import type { Sheet } from "./workbook";

/** What became of a section: its sheets in order, and how many cells were longer than Excel's limit. */
export interface WrittenSection {
  readonly section: TableSection;
  readonly sheets: readonly Sheet[];
  readonly cutCells: number;
}

/** A sheet beside the tables, and what it is for. */
export interface OtherSheet {
  readonly name: string;
  readonly holds: string;
}

/** Cells of a line from column A on; a number is a count of rows. */
type Line = readonly (readonly [content: string | number, style: CellStyle])[];

const WIDTHS = [34, 70, 14];
const ROW_COUNT: Column = { name: "rows", label: "Rows", type: "integer" };

const TITLE: CellStyle = { font: "title" };
const LABEL: CellStyle = { font: "muted", wrap: true };
const TEXT: CellStyle = { wrap: true };
const HEADER: CellStyle = { font: "bold", header: true };

/**
 * The last sheet: what the report is, with which filters and when it was made, and what each sheet
 * holds, with every cut named. It stands apart so that the other sheets are nothing but their table.
 */
export function aboutSheet(
  document: ReportDocument,
  written: readonly WrittenSection[],
  others: readonly OtherSheet[],
  context: CellContext,
): string {
  const table = [
    ...heading(document),
    ...written.flatMap((part) => contents(part, document.locale)),
    ...others.map(
      ({ name, holds }): Line => [
        [name, {}],
        [holds, TEXT],
      ],
    ),
  ];
  return plainSheet(document, WIDTHS, table.map(plainLine), context);
}

const plainLine = (line: Line): PlainLine => ({
  cells: line.map(([content, style], at) => ({
    at,
    content,
    style,
    ...(typeof content === "number" && { column: ROW_COUNT }),
  })),
});

function heading(document: ReportDocument): Line[] {
  const { title, description, filters } = document;
  const about: Line[] = [
    ["Description", description ?? ""],
    ["Generated", generatedAtText(document)],
    ...(filters.length === 0 ? [["Filters", "None"] as const] : []),
    ...filters.map(({ label, text }) => [`Filter: ${label}`, text] as const),
  ]
    .filter(([, text]) => text !== "")
    .map(([label = "", text = ""]) => [
      [label, LABEL],
      [text, TEXT],
    ]);
  const tableHead: Line = [
    ["Sheet", HEADER],
    ["Holds", HEADER],
    ["Rows", { ...HEADER, horizontal: "right" }],
  ];
  return [[[title, TITLE]], [], ...about, [], tableHead];
}

function contents({ section, sheets, cutCells }: WrittenSection, locale: string): Line[] {
  const [first, ...more] = sheets;
  if (first === undefined) return [];
  const rows = rowsText(section, locale);
  const said = [first.name === section.title ? rows : `${section.title}: ${rows}`];
  if (section.description) said.unshift(section.description);
  if (section.summary_rows > 0) said.push("Subtotals and totals stand among the rows, in bold.");
  if (more.length > 0) {
    const names = more.map(({ name }) => `“${name}”`).join(", ");
    said.push(`The sheet was full; the table continues on ${names}.`);
  }
  if (cutCells > 0) {
    const count = cutCells.toLocaleString("en");
    const limit = MAX_CELL_LENGTH.toLocaleString("en");
    const cells = cutCells === 1 ? "1 cell was" : `${count} cells were`;
    said.push(`${cells} longer than the ${limit} characters that a cell can hold, and cut there.`);
  }
  return [
    [
      [first.name, {}],
      [said.join("\n"), TEXT],
      [first.rows ?? 0, {}],
    ],
    ...more.map(
      ({ name, rows }): Line => [
        [name, {}],
        [`${section.title}, continued`, TEXT],
        [rows ?? 0, {}],
      ],
    ),
  ];
}
