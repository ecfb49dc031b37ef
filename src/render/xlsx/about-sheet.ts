import type { Column, ReportDocument, Section } from "../document";
import { localeDirection } from "../values/locale";
import { generatedAtText, rowsText } from "../values/words";
import { XML_DECLARATION } from "../xml";
import { MAX_CELL_LENGTH } from "./cell-text";
import { type CellContext, cellWriter, textWriter } from "./cells";
import type { CellStyle } from "./styles";
import { colsXml, heightOf, sheetTail, wrappedLines } from "./table-sheet";
import { type Sheet, SPREADSHEET_NAMESPACE } from "./workbook";

/** What became of a section: its sheets in order, and how many cells were longer than Excel's limit. */
export interface WrittenSection {
  readonly section: Section;
  readonly sheets: readonly Sheet[];
  readonly cutCells: number;
}

/** Cells of a line from column A on; a number is a count of rows. */
type Line = readonly (readonly [content: string | number, style: CellStyle])[];

const LETTERS = ["A", "B", "C"];
const WIDTHS = [26, 70, 14];
const ROW_COUNT: Column = { name: "rows", label: "Rows", type: "integer" };

const TITLE: CellStyle = { font: "title" };
const LABEL: CellStyle = { font: "muted" };
const TEXT: CellStyle = { wrap: true };
const HEADER: CellStyle = { font: "bold", header: true };

/**
 * The last sheet: what the report is, with which filters and when it was made, and what each sheet
 * holds, with every cut named. It stands apart so that the other sheets are nothing but their table.
 */
export function aboutSheet(
  document: ReportDocument,
  written: readonly WrittenSection[],
  context: CellContext,
): string {
  const table = [...heading(document), ...written.flatMap((part) => contents(part, document.locale))];
  const rows = table.map((line, at) => {
    const row = String(at + 1);
    const cells = line.map(([content, style], column) => {
      const letters = LETTERS[column] ?? "";
      return typeof content === "string"
        ? textWriter(letters, context, style)(content, row)
        : cellWriter(ROW_COUNT, letters, context)(content, row);
    });
    const lines = line.map(([content, { wrap }], column) =>
      wrap && typeof content === "string" ? wrappedLines(content, WIDTHS[column] ?? 1) : 1,
    );
    const height = heightOf(Math.max(1, ...lines));
    return `<row r="${row}"${height}>${cells.join("")}</row>`;
  });
  const direction = localeDirection(document.locale) === "rtl" ? ' rightToLeft="1"' : "";
  return (
    `${XML_DECLARATION}<worksheet xmlns="${SPREADSHEET_NAMESPACE}">` +
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' +
    `<sheetViews><sheetView showGridLines="0"${direction} workbookViewId="0"/></sheetViews>` +
    `<sheetFormatPr defaultRowHeight="15"/>${colsXml(WIDTHS)}` +
    `<sheetData>${rows.join("")}</sheetData>${sheetTail(document.locale, 1)}</worksheet>`
  );
}

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
      [first.rows, {}],
    ],
    ...more.map(
      ({ name, rows }): Line => [
        [name, {}],
        [`${section.title}, continued`, TEXT],
        [rows, {}],
      ],
    ),
  ];
}
