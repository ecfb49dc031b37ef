import { widthCheck } from "./convert";
import { isBlank } from "./csv-header";
import { CsvParser } from "./csv-parser";
import { ReadFailure } from "./failure";
import { finishField, type PlannedField, planFields } from "./fields";
import { type CsvForm, READ_LIMITS, type ReadOptions, type TableField } from "./form";
import { nameColumns } from "./header";
import { fileEvidence, inferType, readAs } from "./infer";
import { columnNotes, emptyRowsNote, linesAboveNote } from "./notes";
import { ColumnProfile } from "./profile";
import { type SniffedCsv, sniffCsv } from "./sniff";
import { detached } from "./text";

/** Pass 1 over delimited text: its layout from the first 64 KB, its types from every row. */
export class CsvInspector {
  readonly #sniffed: SniffedCsv;
  readonly #hasHeader: boolean;
  readonly #header: readonly string[];
  readonly #plan: readonly PlannedField[];
  readonly #profiles: readonly ColumnProfile[];
  readonly #parser: CsvParser;
  /** Records still to pass before the first row of data. */
  #above: number;
  #records = 0;
  #emptyRows = 0;
  readonly #linesAbove: string[][] = [];
  readonly #dateOrder: ReadOptions["dateOrder"];

  /**
   * @param whole the head is the whole file.
   * @throws ReadFailure when this is no beginning of a table, or not one for the given fields.
   */
  constructor(head: string, whole: boolean, options: ReadOptions) {
    this.#hasHeader = options.hasHeader ?? true;
    this.#dateOrder = options.dateOrder;
    this.#sniffed = sniffCsv(head.toWellFormed(), whole, options);
    const first = firstRecord(this.#sniffed, head);
    const columns = nameColumns(
      this.#hasHeader ? first : first.map((_, index) => `column_${index + 1}`),
      options.hints,
    );
    this.#header = columns.map(({ label }, index) =>
      this.#hasHeader && first[index]?.trim() === "" ? "" : label,
    );
    this.#plan = planFields(columns, options, this.#hasHeader ? "headers" : "positions");
    const types = new Map(this.#plan.map((field) => [field.index, field.type]));
    this.#profiles = columns.map((_, index) => new ColumnProfile(types.get(index)));
    this.#above = this.#sniffed.dialect.skipRecords + (this.#hasHeader ? 1 : 0);
    this.#parser = this.#openParser(columns.map(({ name }) => name));
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  end(encoding: string): CsvForm {
    this.#parser.end();
    const { dialect } = this.#sniffed;
    const file = fileEvidence(this.#profiles, dialect.delimiter, this.#dateOrder);
    const noted: [TableField, ColumnProfile][] = [];
    const fields = this.#plan.map((field) => {
      const { type, name, label, format } = field;
      const profile = (field.index === null ? undefined : this.#profiles[field.index]) ?? new ColumnProfile();
      const found =
        type === undefined ? inferType(profile, file) : readAs({ name, label, type, format }, profile, file);
      const finished = finishField(field, found, profile.family === "unknown");
      noted.push([finished, profile]);
      return finished;
    });
    const header = this.#header;
    const notes = [
      ...linesAboveNote(this.#linesAbove),
      ...emptyRowsNote(this.#emptyRows),
      ...columnNotes(noted, file),
    ];
    return {
      ...(notes.length > 0 && { notes }),
      format: "csv",
      encoding,
      dialect,
      hasHeader: this.#hasHeader,
      header,
      fields,
      records: this.#records,
    };
  }

  #openParser(names: readonly string[]): CsvParser {
    const profiles = this.#profiles;
    const checkWidth = widthCheck(this.#header);
    return new CsvParser(this.#sniffed.dialect, names, {
      record: (cells, line) => {
        if (isBlank(cells) && this.#above <= 0) this.#emptyRows += 1;
        else if (!this.#isData()) this.#keepAbove(cells);
        else if (checkWidth(cells) === null) {
          for (let index = 0; index < profiles.length; index += 1)
            profiles[index]?.add(cells[index] ?? "", line);
        }
      },
      fault: () => void this.#isData(),
    });
  }

  /** Titles and notes; not the header, which comes last, nor Excel's `sep=` line. */
  #keepAbove(cells: readonly string[]): void {
    const isTitle = this.#above > 0 && !cells[0]?.toLowerCase().startsWith("sep=");
    if (isTitle) this.#linesAbove.push(cells.map(detached));
  }

  /** Counts a record, and tells those of the data from those above. */
  #isData(): boolean {
    this.#above -= 1;
    if (this.#above >= 0) return false;
    this.#records += 1;
    return true;
  }
}

function firstRecord({ first }: SniffedCsv, head: string): readonly string[] {
  if (head.trim() === "")
    throw new ReadFailure(
      "empty_file",
      "The file holds no rows. Upload one with a line of names and rows below it.",
    );
  if (/^[^\r\n]*\0/.test(head.trimStart())) {
    throw new ReadFailure(
      "not_a_table",
      "The first line holds NUL bytes, so this is not a text table. Save it as CSV in UTF-8.",
    );
  }
  if (first === null) {
    const message =
      "The first line is no header: it is longer than 64 KB, or a quote opened in it is never closed. Save the table as CSV again.";
    throw new ReadFailure("not_a_table", message);
  }
  if (first.length <= READ_LIMITS.columns) return first;
  const limit = READ_LIMITS.columns.toLocaleString("en");
  throw new ReadFailure(
    "too_many_columns",
    `The table has ${first.length} columns; at most ${limit} are read. Leave some out.`,
  );
}
