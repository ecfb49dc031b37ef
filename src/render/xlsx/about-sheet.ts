import type { Column, ReportDocument, TableSection } from "../document";
import { resolveLocale } from "../values/locale";
import { generatedAtText, missingChartNote, rowsText } from "../values/words";
import { filled, formOf, wordsOf } from "../words";
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
  const words = wordsOf(document.locale);
  const about: Line[] = [
    [words.description, description ?? ""],
    [words.generated, generatedAtText(document)],
    ...(filters.length === 0 ? [[words.filters, words.none] as const] : []),
    ...filters.map(({ label, text }) => [filled(words.filter, { label }), text] as const),
  ]
    .filter(([, text]) => text !== "")
    .map(([label = "", text = ""]) => [
      [label, LABEL],
      [text, TEXT],
    ]);
  const tableHead: Line = [
    [words.workbook.sheet, HEADER],
    [words.workbook.holds, HEADER],
    [words.rows, { ...HEADER, horizontal: "right" }],
  ];
  return [[[title, TITLE]], [], ...about, [], tableHead];
}

function contents({ section, sheets, cutCells }: WrittenSection, locale: string): Line[] {
  const [first, ...more] = sheets;
  if (first === undefined) return [];
  const words = wordsOf(locale).workbook;
  const rows = rowsText(section, locale);
  const said = [first.name === section.title ? rows : `${section.title}: ${rows}`];
  if (section.description) said.unshift(section.description);
  if (section.summary_rows > 0) said.push(words.has_sums);
  const missing = missingChartNote(section, locale);
  if (missing !== "") said.push(missing);
  if (more.length > 0) {
    const sheets = more.map(({ name }) => `“${name}”`).join(", ");
    said.push(filled(words.continues, { sheets }));
  }
  if (cutCells > 0) {
    const language = resolveLocale(locale);
    const count = cutCells.toLocaleString(language);
    const limit = MAX_CELL_LENGTH.toLocaleString(language);
    said.push(filled(formOf(words.cut_cells, cutCells, locale), { count, limit }));
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
        [filled(words.continued, { title: section.title }), TEXT],
        [rows ?? 0, {}],
      ],
    ),
  ];
}
