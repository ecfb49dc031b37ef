import { CR, type CsvSyntax, countLineEnds, isBlank, LF } from "./csv-syntax";
import { READ_LIMITS } from "./form";
import { excerpt } from "./text";

/**
 * Walks over a row that is too large to hold: keeps its beginning and finds its end. The state
 * outlives chunks, so nothing of the row is buffered.
 */
export class OversizedRow {
  /** The row's first characters. */
  readonly raw: string;
  /** Line ends passed, those inside quotes and the row's own. */
  lines = 0;
  /** Line ends passed before the quote that is open, or was open last. */
  quoteLine = 0;
  inQuotes = false;
  /** Index and characters of the largest cell. */
  largestIndex = 0;
  largestChars = 0;

  readonly #syntax: CsvSyntax;
  #index = 0;
  #chars = 0;
  #cellStart = true;
  #justClosed = false;
  /** The quoted text of the last chunk ended with CR, whose LF may follow. */
  #afterCr = false;
  #ended = false;

  constructor(syntax: CsvSyntax, start: string) {
    this.#syntax = syntax;
    this.raw = excerpt(start, READ_LIMITS.rawChars);
  }

  /** Walks over more text; returns where the next row starts, or -1 when this one goes on. */
  feed(text: string): number {
    for (let at = 0; at < text.length; ) {
      if (this.#ended) return text.charCodeAt(at) === LF ? at + 1 : at;
      at = this.inQuotes ? this.#quoted(text, at) : this.#unquoted(text, at);
      if (this.#ended && text.charCodeAt(at - 1) === LF) return at;
    }
    return -1;
  }

  /** Passes the rest of a quoted part and the quote that closes it. */
  #quoted(text: string, from: number): number {
    const close = text.indexOf(String.fromCharCode(this.#syntax.quote), from);
    const end = close < 0 ? text.length : close;
    const passed = text.slice(from, end);
    this.lines += countLineEnds(passed) - (this.#afterCr && passed.startsWith("\n") ? 1 : 0);
    this.#afterCr = close < 0 && passed.endsWith("\r");
    this.#count(end - from);
    if (close < 0) return end;
    this.inQuotes = false;
    this.#justClosed = true;
    return close + 1;
  }

  /** Passes one structural character or a run of others. */
  #unquoted(text: string, from: number): number {
    const { quote, delimiter, quoteAfterSpace } = this.#syntax;
    const unit = text.charCodeAt(from);
    const opens = unit === quote && (this.#justClosed || this.#cellStart);
    const doubled = opens && this.#justClosed;
    this.#justClosed = false;
    if (opens) {
      this.inQuotes = true;
      this.#cellStart = false;
      if (!doubled) this.quoteLine = this.lines;
      return from + 1;
    }
    if (unit === LF || unit === CR) {
      this.lines += 1;
      this.#ended = true;
      return from + 1;
    }
    if (unit === delimiter) {
      this.#index += 1;
      this.#chars = 0;
      this.#cellStart = true;
      return from + 1;
    }
    this.#cellStart &&= quoteAfterSpace && isBlank(unit, this.#syntax);
    let end = from + 1;
    while (!this.#cellStart && end < text.length && !isStructural(text.charCodeAt(end), delimiter)) end += 1;
    this.#count(end - from);
    return end;
  }

  #count(chars: number): void {
    this.#chars += chars;
    if (this.#chars <= this.largestChars) return;
    this.largestChars = this.#chars;
    this.largestIndex = this.#index;
  }
}

function isStructural(unit: number, delimiter: number): boolean {
  return unit === delimiter || unit === LF || unit === CR;
}
