import { type CELL_PROBLEMS, READ_LIMITS } from "../form";
import { utf8Length } from "../utf8";
import { Duration, Moment, momentOf } from "./moments";
import { type NumberLook, PLAIN } from "./number-formats";
import type { RawCell } from "./sheet-rows";
import type { Workbook } from "./workbook";
import { isTrue, unescaped } from "./xml-text";

export class CellProblem {
  constructor(
    readonly code: (typeof CELL_PROBLEMS)[number],
    /** What a person sees in the cell. */
    readonly shown: string,
    /** A sentence's end: `the error #N/A`. */
    readonly why: string,
  ) {}
}

/** What a cell holds. Numbers that a double cannot hold are texts. */
export type CellValue = null | string | number | boolean | Moment | Duration | CellProblem;

const NO_VALUE = new CellProblem("no_stored_value", "", "a formula whose result is not stored in the file");
const NO_TEXT = new CellProblem("no_stored_value", "", "a text that is not in the file");
/** Any number of so many characters is exact but for its last fraction digits. */
const SURELY_EXACT = 15;

/** Turns cells as they stand in the file into what they hold. */
export class CellValues {
  constructor(private readonly workbook: Pick<Workbook, "strings" | "looks" | "is1904">) {}

  /** What the number formats of a cell's style make of its number. */
  look({ style }: RawCell): NumberLook {
    return this.workbook.looks[style] ?? PLAIN;
  }

  of(cell: RawCell): CellValue {
    const { type, value } = cell;
    if (cell.isUncounted) return NO_VALUE;
    switch (type) {
      case "n":
        return this.#number(cell);
      case "s":
        return this.#shared(value);
      case "b":
        return isTrue(value.trim());
      case "e":
        return new CellProblem("cell_error", value, `the error ${value}`);
      case "d":
        return isoText(value, this.look(cell));
      default:
        return unescaped(value);
    }
  }

  /** Whether the cell holds nothing, which is known without decoding its text. */
  isEmpty({ type, value, isUncounted }: RawCell): boolean {
    return type === "s" ? this.workbook.strings.isEmpty(Number(value)) : value === "" && !isUncounted;
  }

  #shared(index: string): CellValue {
    const text = this.workbook.strings.get(Number(index));
    return text === undefined ? NO_TEXT : text || null;
  }

  #number(cell: RawCell): CellValue {
    const number = Number(cell.value);
    const written = cell.value;
    if (!Number.isFinite(number) || written.trim() === "") return unescaped(written);
    const look = this.look(cell);
    const { kind } = look;
    if (kind === "number" && look.digits !== undefined && Number.isSafeInteger(number) && number >= 0)
      return String(number).padStart(look.digits, "0");
    if (kind === "number")
      return written.length > SURELY_EXACT && isCut(written, number) ? written.trim() : number;
    if (kind === "duration") return new Duration(number);
    const moment = momentOf(number, kind, this.workbook.is1904);
    return (
      moment ?? new CellProblem("not_a_date", written, `${written} where dates are shown, which is none`)
    );
  }
}

/** Whether an integer as written has digits that a double does not hold. */
function isCut(written: string, number: number): boolean {
  const digits = written.trim();
  return /^-?\d{16,}$/.test(digits) && String(number) !== digits && BigInt(number) !== BigInt(digits);
}

/** A date in ISO 8601 (cells of type `d`), with a time where one is shown. Such texts are found to be dates by themselves. */
function isoText(written: string, { kind }: NumberLook): string {
  const text = written.trim();
  if (kind === "datetime" && /^\d{4}-\d{2}-\d{2}$/.test(text)) return `${text}T00:00:00`;
  return kind === "date" ? text.replace(/T00:00:00(?:\.0+)?$/, "") : text;
}

/** A value as text, as a string column takes it. */
export function textOf(value: CellValue): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (value instanceof Moment) return value.iso;
  return value instanceof CellProblem ? value.shown : String(value);
}

/** Whether a text is too long for a cell. Most are known not to be by their length. */
export function isTooLong(text: string): boolean {
  return text.length * 3 > READ_LIMITS.cellBytes && utf8Length(text) > READ_LIMITS.cellBytes;
}
