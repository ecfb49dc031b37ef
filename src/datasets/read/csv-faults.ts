import { type Fault, READ_LIMITS } from "./form";
import { excerpt } from "./text";
import { utf8Length } from "./utf8";

/** The cells of a row with the columns' names, for reports. */
export interface NamedCells {
  readonly cells: readonly string[];
  readonly names: readonly string[];
}

const cellLimit = READ_LIMITS.cellBytes.toLocaleString("en");
const rowLimit = READ_LIMITS.rowChars.toLocaleString("en");

/** What no cell of a row may hold, looked for when the row gives reason to. */
export function faultInCells(row: NamedCells, chars: number): Fault | null {
  for (let index = 0; index < row.cells.length; index += 1) {
    const cell = row.cells[index] ?? "";
    if (cell.includes("\0")) return fault("nul_byte", "The cell holds a NUL byte.", row, index);
    if (!cell.isWellFormed()) {
      return fault(
        "invalid_encoding",
        "The cell holds bytes that are invalid in the file's encoding.",
        row,
        index,
      );
    }
    if (cell.length * 3 > READ_LIMITS.cellBytes && utf8Length(cell) > READ_LIMITS.cellBytes) {
      return fault("cell_too_large", `The cell is larger than ${cellLimit} bytes.`, row, index);
    }
  }
  return chars > READ_LIMITS.rowChars ? oversizedFault(row, 0, 0) : null;
}

/** @param chars size of the row's largest cell, which is at `index`. */
export function oversizedFault(row: NamedCells, index: number, chars: number): Fault {
  return chars * 3 > READ_LIMITS.cellBytes && chars > READ_LIMITS.cellBytes / 2
    ? fault("cell_too_large", `The cell is larger than ${cellLimit} bytes.`, row, index)
    : {
        code: "row_too_large",
        message: `The row is larger than ${rowLimit} characters.`,
        column: null,
        value: null,
      };
}

export function strayQuoteFault(line: number): Fault {
  const message = `A quote opened on line ${line} is not closed in its row; the line was left out.`;
  return { code: "unterminated_quote", message, column: null, value: null };
}

/**
 * The last of the cells is the one with the quote.
 *
 * @param lines how many further lines the quote took in.
 */
export function unclosedFault(row: NamedCells, quoteLine: number, lines: number): Fault {
  const taken =
    lines === 0 ? "" : ` and takes in the ${lines.toLocaleString("en")} lines to the end of the file`;
  const message = `The quote opened on line ${quoteLine} is never closed${taken}.`;
  return row.cells.length === 0
    ? { code: "unterminated_quote", message, column: null, value: null }
    : fault("unterminated_quote", message, row, row.cells.length - 1);
}

function fault(code: Fault["code"], message: string, row: NamedCells, index: number): Fault {
  const value = row.cells[index];
  return {
    code,
    message,
    column: row.names[index] ?? null,
    value: value === undefined ? null : excerpt(value, READ_LIMITS.valueChars),
  };
}
