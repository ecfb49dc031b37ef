import { objectReader } from "../../datasets/read/json-rows";
import type { Column, Row } from "../../render/document";
import { DATA_LIMITS } from "../inline/limits";
import type { InlineData, Outline, OutlineFigures, OutlineTable } from "../inline/outline";
import type { DataProblems } from "../inline/problems";
import { isObject } from "../inline/values";
import { editsOf, type SectionEdit } from "./shapes";

/**
 * Data with the edits of a request, checked against the columns that it has: unknown columns, values of another
 * type and unknown sections go to `problems`, each naming its row and column. `rowsOf` gives the rows of a section
 * that is left as it was. A missing value is empty.
 */
export async function applyEdits(
  data: unknown,
  outline: Outline,
  rowsOf: (section: OutlineTable | OutlineFigures) => Promise<readonly Row[]>,
  problems: DataProblems,
): Promise<InlineData> {
  const edits = new Map(editsOf(data, outline, problems).map((edit) => [edit.section.name, edit]));
  const tables: (readonly Row[])[] = [];
  const sections: Outline["sections"][number][] = [];
  for (const section of outline.sections) {
    const edit = edits.get(section.name);
    if (section.kind === "text") {
      sections.push(edit ? { ...section, text: editedText(edit, problems) } : section);
    } else {
      const rows = edit ? editedRows(section, edit, problems) : await rowsOf(section);
      sections.push({ ...section, given: tables.push(rows) - 1, ...(edit && { description: null }) });
    }
  }
  return { outline: { sections }, tables };
}

function editedRows(
  section: OutlineTable | OutlineFigures,
  edit: SectionEdit,
  problems: DataProblems,
): Row[] {
  if (section.kind === "figures")
    return [readRow(section.figures, figureValues(edit.content), edit.at, problems)];
  if (Array.isArray(edit.content))
    return edit.content.map((row, at) => readRow(section.columns, row, `${edit.at}.${at}`, problems));
  problems.add(edit.at, "must be a list of row objects");
  return [];
}

function readRow(columns: readonly Column[], row: unknown, at: string, problems: DataProblems): Row {
  if (!isObject(row)) {
    problems.add(at, "must be an object with columns as keys");
    return [];
  }
  const read = readerOf(columns)(row);
  if ("cells" in read) return read.cells;
  const known = columns.map(({ name }) => name).join(", ");
  for (const { code, column, message } of read.faults) {
    const hint = code === "unknown_field" ? ` Columns: ${known}.` : "";
    problems.add(column === null ? at : `${at}.${column}`, `${message}${hint}`);
  }
  return [];
}

const readers = new WeakMap<readonly Column[], ReturnType<typeof objectReader>>();

function readerOf(columns: readonly Column[]): ReturnType<typeof objectReader> {
  const known = readers.get(columns);
  if (known) return known;
  const fields = columns.map((column, index) => ({ ...column, reading: { index } }));
  const reader = objectReader(fields, true);
  readers.set(columns, reader);
  return reader;
}

/** Figures as `{name: value}`, also from the list of `{name, value}` that the JSON file has. */
function figureValues(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  return Object.fromEntries(
    content.map((figure: unknown) => (isObject(figure) ? [figure.name, figure.value] : [])),
  );
}

function editedText({ content, at }: SectionEdit, problems: DataProblems): string {
  if (typeof content !== "string") problems.add(at, "must be a text");
  else if (content.length > DATA_LIMITS.textChars)
    problems.tooLong(at, content.length, DATA_LIMITS.textChars);
  else return content;
  return "";
}
