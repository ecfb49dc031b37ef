import { literalString, type PlainFont } from "../fonts/plain-font";
import { asciiBreakClass, breakLines } from "./line-break";
import { paragraphsOf } from "./shown-text";
import type { TextLine } from "./text-line";
import type { WideText } from "./wide-text";

/**
 * One weight of the report's type: measures text and sets it in lines. Text is announced with `want`, then
 * `load` reads what is missing from the font slices, then the text can be measured and set without waiting.
 */
export class Face {
  readonly #pending: string[] = [];

  constructor(
    private readonly plainName: string,
    readonly plain: PlainFont,
    readonly wide: WideText,
  ) {}

  want(text: string): void {
    if (this.plain.measureSimple(text) >= 0) return;
    for (const paragraph of paragraphsOf(text)) {
      if (this.plain.encode(paragraph) === null) this.#pending.push(paragraph);
    }
  }

  /** Reads the glyphs of all text wanted so far. */
  async load(): Promise<void> {
    if (this.#pending.length > 0) await this.wide.load(this.#pending.splice(0));
  }

  /** Width of the text set without a line limit, in 1/1000 of the font size. */
  measure(text: string): number {
    return this.extent(text).widest;
  }

  /** Width of the widest of the text's own lines, and of all of them one behind the other. */
  extent(text: string): { readonly widest: number; readonly total: number } {
    const simple = this.plain.measureSimple(text);
    if (simple >= 0) return { widest: simple, total: simple };
    let widest = 0;
    let total = 0;
    for (const { width } of this.lines(text, Number.POSITIVE_INFINITY)) {
      widest = Math.max(widest, width);
      total += width;
    }
    return { widest, total };
  }

  /** The text in lines of at most `maximum` (1/1000 of the font size); at least one line. */
  lines(text: string, maximum: number): TextLine[] {
    const simple = this.plain.measureSimple(text);
    if (simple >= 0 && simple <= maximum) return [this.#plainLine(`(${text})Tj`, simple)];
    const lines: TextLine[] = [];
    for (const paragraph of paragraphsOf(text)) {
      const bytes = this.plain.encode(paragraph);
      if (bytes === null) this.wide.setLines(paragraph, maximum, lines);
      else this.#setPlain(bytes, maximum, lines);
    }
    return lines;
  }

  #setPlain(bytes: string, maximum: number, lines: TextLine[]): void {
    const width = this.plain.measure(bytes);
    if (width <= maximum) {
      lines.push(this.#plainLine(`${literalString(bytes)}Tj`, width));
      return;
    }
    const count = bytes.length;
    const advances = new Uint16Array(count);
    const classes = new Uint8Array(count);
    for (let at = 0; at < count; at++) {
      const byte = bytes.charCodeAt(at);
      advances[at] = this.plain.widths[byte] ?? 0;
      classes[at] = asciiBreakClass(bytes.charCodeAt(at - 1), byte, bytes.charCodeAt(at + 1));
    }
    const ranges = breakLines(advances, classes, maximum);
    for (let at = 0; at < ranges.length; at += 2) {
      const part = bytes.slice(ranges[at], ranges[at + 1]);
      lines.push(this.#plainLine(`${literalString(part)}Tj`, this.plain.measure(part)));
    }
  }

  #plainLine(show: string, width: number): TextLine {
    return { font: this.plainName, show, width, rightToLeft: false };
  }
}
