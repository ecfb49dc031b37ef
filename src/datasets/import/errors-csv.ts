import { attachment } from "../../files/disposition";
import { R2Sink } from "../../files/multipart-sink";
import type { BadRowView } from "../../http/bad-row";
import { cellField } from "../../render/csv/fields";
import type { BadRow } from "../read/form";

/** How many bad rows the dataset itself shows; the file has all. */
export const SHOWN_BAD_ROWS = 100;

/** A bad row as the API shows it: once for each of its faults. */
export const viewsOf = ({ row, line, column, value, code, message, also = [] }: BadRow): BadRowView[] => [
  { row, line, column, value, code, message },
  ...also.map((fault) => ({ row, line, ...fault })),
];

/**
 * Keeps the rows of an import that were not taken, and cells that were left empty: the first ones for the API, all
 * of them as a CSV in R2 (RFC 4180) whose last column is the row's own text. Nothing is written while there are none.
 */
export class BadRowKeeper {
  /** Rows that were not taken. */
  count = 0;
  readonly shown: BadRowView[] = [];
  private sink: R2Sink | null = null;

  constructor(
    private readonly bucket: R2Bucket,
    private readonly key: string,
  ) {}

  async add(rows: readonly BadRow[], cells: readonly BadRow[] = []): Promise<void> {
    this.count += rows.length;
    const bad = cells.length === 0 ? rows : [...rows, ...cells].sort((a, b) => a.row - b.row);
    if (bad.length === 0) return;
    for (const row of bad) {
      if (this.shown.length >= SHOWN_BAD_ROWS) break;
      this.shown.push(...viewsOf(row).slice(0, SHOWN_BAD_ROWS - this.shown.length));
    }
    let text = "";
    if (!this.sink) {
      this.sink = new R2Sink(this.bucket, this.key, {
        contentType: "text/csv; charset=utf-8",
        contentDisposition: attachment("errors.csv"),
      });
      text = "\ufeffrow,line,column,value,code,message,raw\r\n";
    }
    for (const row of bad) {
      for (const { row: number, line, column, value, code, message } of viewsOf(row))
        text += `${[number, line, column, value, code, message, row.raw].map((cell) => cellField(cell || null)).join(",")}\r\n`;
    }
    await this.sink.write(new TextEncoder().encode(text));
  }

  async finish(): Promise<void> {
    await this.sink?.finish();
  }

  async abort(): Promise<void> {
    await this.sink?.abort();
  }
}
