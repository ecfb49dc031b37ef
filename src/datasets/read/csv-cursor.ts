import { CR, LF } from "./csv-syntax";

/**
 * The text being parsed, with the next occurrence of each structural character remembered: positions
 * are asked for in ascending order, so every character is searched for once.
 */
export class CsvCursor {
  text = "";
  readonly #delimiter: string | null;
  readonly #quote: string;
  // Next occurrence at or behind the reading position; -1: not searched yet.
  #lfAt = -1;
  #crAt = -1;
  #delimiterAt = -1;
  #quoteAt = -1;

  constructor(delimiter: string | null, quote: string) {
    this.#delimiter = delimiter;
    this.#quote = quote;
  }

  load(text: string): void {
    this.text = text;
    this.rewind();
  }

  /** Has to be called before positions are asked for that lie before earlier ones. */
  rewind(): void {
    this.#lfAt = this.#crAt = this.#delimiterAt = this.#quoteAt = -1;
  }

  /** Next LF or CR at or behind `from`; like all of these the text's length when there is none. */
  lineEndFrom(from: number): number {
    if (this.#lfAt < from) this.#lfAt = this.#find("\n", from);
    if (this.#crAt < from) this.#crAt = this.#find("\r", from);
    return Math.min(this.#lfAt, this.#crAt);
  }

  quoteFrom(from: number): number {
    if (this.#quoteAt < from) this.#quoteAt = this.#find(this.#quote, from);
    return this.#quoteAt;
  }

  delimiterFrom(from: number): number {
    if (this.#delimiterAt < from) {
      this.#delimiterAt = this.#delimiter === null ? this.text.length : this.#find(this.#delimiter, from);
    }
    return this.#delimiterAt;
  }

  /** False when the next chunk may still belong to the line that ends at `end`. */
  isWholeLine(end: number): boolean {
    const last = this.text.length - 1;
    return end < last || (end === last && this.text.charCodeAt(end) === LF);
  }

  behindLineEnd(end: number): number {
    return this.text.charCodeAt(end) === CR && this.text.charCodeAt(end + 1) === LF ? end + 2 : end + 1;
  }

  #find(character: string, from: number): number {
    const at = this.text.indexOf(character, from);
    return at < 0 ? this.text.length : at;
  }
}
