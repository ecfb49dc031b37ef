import type { FieldType } from "../../render/document";
import { DATE, dateShape } from "./dates";
import { READ_LIMITS } from "./form";
import { currencyOf, NUMBER, numberShape } from "./numbers";
import { excerpt } from "./text";
import { type BooleanWord, booleanWord, isNullToken, trimmed } from "./tokens";

/**
 * What the values of a column can be; no value belongs to two families, so the first one decides
 * and a value of another family makes the column text.
 */
export type Family = "unknown" | "boolean" | "number" | "date" | "text";

/** Columns with more values that do not fit are text and nothing else. */
const MOST_STRAYS = 10;

/** Evidence about numbers. Counts of values, by what they allow. */
export class NumberEvidence {
  count = 0;
  /** Numbers only with `.` (or only with `,`) as the decimal mark. */
  pointOnly = 0;
  commaOnly = 0;
  ambiguousDots = 0;
  ambiguousCommas = 0;
  pointFractions = 0;
  commaFractions = 0;
  percents = 0;
  bareParentheses = 0;
  nineDigits = 0;
  /** Up to three digits and nothing else: below a thousand, so without a group. */
  short = 0;
  readonly currencies = new Map<string, number>();

  add(shape: number, text: string): void {
    this.count += 1;
    if (shape === (NUMBER.point | NUMBER.comma)) {
      if (text.length <= 3) this.short += 1;
      return;
    }
    const both = shape & (NUMBER.point | NUMBER.comma);
    if (both === NUMBER.point) this.pointOnly += 1;
    if (both === NUMBER.comma) this.commaOnly += 1;
    if ((shape & NUMBER.ambiguousDot) !== 0) this.ambiguousDots += 1;
    if ((shape & NUMBER.ambiguousComma) !== 0) this.ambiguousCommas += 1;
    if ((shape & NUMBER.pointFraction) !== 0) this.pointFractions += 1;
    if ((shape & NUMBER.commaFraction) !== 0) this.commaFractions += 1;
    if ((shape & NUMBER.percent) !== 0) this.percents += 1;
    if ((shape & NUMBER.bareParentheses) !== 0) this.bareParentheses += 1;
    if ((shape & NUMBER.nineDigits) !== 0) this.nineDigits += 1;
    if ((shape & NUMBER.currency) === 0) return;
    const code = currencyOf(text) ?? "";
    this.currencies.set(code, (this.currencies.get(code) ?? 0) + 1);
  }
}

/** Evidence about dates: how many values fit each order of `DATE`. */
export class DateEvidence {
  count = 0;
  times = 0;
  zones = 0;
  /** By the number of the bit in `DATE`, from `ymd` to `named`. */
  readonly orders = new Uint32Array(8);

  add(shape: number): void {
    this.count += 1;
    if ((shape & DATE.time) !== 0) this.times += 1;
    if ((shape & DATE.zone) !== 0) this.zones += 1;
    for (let bit = 0; bit < this.orders.length; bit += 1) {
      if ((shape & (1 << bit)) !== 0) this.orders[bit] = (this.orders[bit] ?? 0) + 1;
    }
  }
}

/** Gathers, value by value, what a column's type can be. Holds counts only. */
export class ColumnProfile {
  /** What the values are, or would be but for the strays. */
  hoped: Family = "unknown";
  /** The first values that do not fit the others, which make the column text. */
  readonly strays: { readonly text: string; readonly line: number }[] = [];
  readonly words = new Set<BooleanWord>();
  readonly numbers = new NumberEvidence();
  readonly dates = new DateEvidence();
  #spoken = 0;
  /** The caller has declared the type: values that do not fit are passed over, not held against it. */
  readonly #declared: boolean;

  constructor(declared?: FieldType) {
    this.#declared = declared !== undefined;
    if (declared === "string") this.hoped = "text";
    else if (declared === "date" || declared === "datetime") this.hoped = "date";
    else if (declared === "boolean") this.hoped = "boolean";
    else if (declared !== undefined) this.hoped = "number";
  }

  get family(): Family {
    return this.strays.length > 0 ? "text" : this.hoped;
  }

  /** How many values are what is hoped for. */
  get fitting(): number {
    return this.hoped === "number"
      ? this.numbers.count
      : this.hoped === "date"
        ? this.dates.count
        : this.#spoken;
  }

  /** Takes a cell as it stands in the file. Empty cells and null tokens say nothing. */
  add(cell: string, line = 0): void {
    if (cell === "" || this.hoped === "text") return;
    const text = trimmed(cell);
    if (text === "") return;
    if (this.hoped === "unknown") this.#begin(text);
    else if (!this.#fits(text) && !this.#declared && !isNullToken(text)) this.#stray(text, line);
  }

  #stray(text: string, line: number): void {
    if (this.strays.length < MOST_STRAYS)
      this.strays.push({ text: excerpt(text, READ_LIMITS.valueChars), line });
    else this.hoped = "text";
  }

  #begin(text: string): void {
    for (const family of ["number", "date", "boolean"] as const) {
      this.hoped = family;
      if (this.#fits(text)) return;
    }
    this.hoped = isNullToken(text) ? "unknown" : "text";
  }

  #fits(text: string): boolean {
    if (this.hoped === "number") {
      const shape = numberShape(text);
      if (shape !== 0) this.numbers.add(shape, text);
      return shape !== 0;
    }
    if (this.hoped === "date") {
      const shape = dateShape(text);
      if (shape !== 0) this.dates.add(shape);
      return shape !== 0;
    }
    const word = booleanWord(text);
    if (word !== null) this.words.add(word);
    if (word !== null) this.#spoken += 1;
    return word !== null;
  }
}
