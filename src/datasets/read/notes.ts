import type { TableField } from "./form";
import type { FileEvidence } from "./infer";
import type { ColumnProfile } from "./profile";
import { excerpt } from "./text";

const READ_NOTES = [
  "ambiguous_dates",
  "nearly_typed",
  "empty_rows",
  "lines_above",
  "guessed_encoding",
] as const;

/** What was decided about a file that its owner may know better. */
export interface ReadNote {
  readonly code: (typeof READ_NOTES)[number];
  readonly column: string | null;
  readonly message: string;
}

const SHOWN_CHARS = 60;

/** What is worth knowing about the columns whose types were found. */
export function columnNotes(
  columns: readonly (readonly [field: TableField, profile: ColumnProfile])[],
  file: FileEvidence,
): ReadNote[] {
  return columns.flatMap(([field, profile]) => [
    ...datesNote(field, profile, file),
    ...nearlyNote(field, profile),
  ]);
}

/** Dates whose day and month could be told by nothing in the file. */
export function datesNote(field: TableField, { dates }: ColumnProfile, file: FileEvidence): ReadNote[] {
  const { order } = field.reading;
  const isNumeric = order === "mdy" || order === "dmy";
  if (!isNumeric || file.order !== null || dates.count === 0) return [];
  const isBoth = [
    [1, 2],
    [3, 4],
    [5, 6],
  ].some((pair) => pair.every((bit) => dates.orders[bit] === dates.count));
  if (!isBoth) return [];
  const [taken, other] = order === "mdy" ? ["month", "dmy"] : ["day", "mdy"];
  const message =
    `No date in "${field.label}" tells the day from the month: the ${taken} was taken to come first. ` +
    `If that is wrong, upload the file again with date_order=${other}.`;
  return [{ code: "ambiguous_dates", column: field.name, message }];
}

const NOUNS = { number: "number", date: "date", boolean: "true or false" } as const;

function nearlyNote(field: TableField, { hoped, strays, fitting }: ColumnProfile): ReadNote[] {
  const [stray] = strays;
  const noun = hoped === "unknown" || hoped === "text" ? undefined : NOUNS[hoped];
  if (stray === undefined || noun === undefined || field.type !== "string" || fitting < strays.length * 2)
    return [];
  const count = fitting + strays.length;
  const where = stray.line > 0 ? ` on line ${stray.line}` : "";
  const message =
    `"${field.label}" is text because ${strays.length} of its ${count.toLocaleString("en")} values ` +
    `${strays.length === 1 ? "is" : "are"} no ${noun}, such as "${excerpt(stray.text, SHOWN_CHARS)}"${where}. To have ` +
    `such rows listed as bad instead, upload the file again with fields=[{"name":"${field.name}","type":"${hoped}"}].`;
  return [{ code: "nearly_typed", column: field.name, message }];
}

/** Empty rows that were passed over. */
export const emptyRowsNote = (count: number): ReadNote[] =>
  count === 0
    ? []
    : [
        {
          code: "empty_rows",
          column: null,
          message: `${count.toLocaleString("en")} empty rows were left out.`,
        },
      ];

/** What stands above the header. */
export function linesAboveNote(records: readonly (readonly string[])[]): ReadNote[] {
  const texts = records
    .map((cells) => cells.filter((cell) => cell.trim() !== "").join(" "))
    .filter((text) => text !== "");
  if (texts.length === 0) return [];
  const shown = excerpt(texts.join(" / "), SHOWN_CHARS * 2);
  const lines = texts.length === 1 ? "A line" : `${texts.length} lines`;
  const message = `${lines} above the header, taken as a title, ${texts.length === 1 ? "was" : "were"} left out: "${shown}".`;
  return [{ code: "lines_above", column: null, message }];
}

/** An encoding that the letters of the text told. */
export const encodingNote = (encoding: string): ReadNote => ({
  code: "guessed_encoding",
  column: null,
  message:
    `The text is not UTF-8 and was read as ${encoding}. If letters are wrong, save it as UTF-8, or upload it again ` +
    "and name its encoding.",
});
