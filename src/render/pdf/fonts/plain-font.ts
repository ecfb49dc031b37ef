import type { FontSlice } from "./font-slice";
import { winAnsiByte, winAnsiCodePoint } from "./win-ansi";

const ASCII = /^[\x20-\x7e]*$/;

/**
 * The Latin slice as a simple font: one byte a character (ISO 32000-1, 9.6.3, with WinAnsiEncoding). Most cells
 * of most reports need no more, and are measured and written without a look-up table of glyphs.
 */
export class PlainFont {
  /** Advance by byte in 1/1000 em; 0 where the font has no glyph. */
  readonly widths = new Uint16Array(256);
  /** The same for characters that are written as they are; 0 for all others. */
  readonly #simple = new Uint16Array(128);

  constructor(readonly slice: FontSlice) {
    for (let byte = 0x20; byte < 0x100; byte++) {
      const codePoint = winAnsiCodePoint(byte);
      const glyph = codePoint === 0 ? 0 : slice.glyphOf(codePoint);
      if (glyph !== 0) this.widths[byte] = slice.advanceOf(glyph);
    }
    for (let byte = 0x20; byte < 0x7f; byte++) {
      if (!"\\()".includes(String.fromCharCode(byte))) this.#simple[byte] = this.widths[byte] ?? 0;
    }
  }

  /** Width of ASCII text that needs no escape inside a literal string (most cells); -1 for any other text. */
  measureSimple(text: string): number {
    let width = 0;
    for (let at = 0; at < text.length; at++) {
      const advance = this.#simple[text.charCodeAt(at)];
      if (!advance) return -1;
      width += advance;
    }
    return width;
  }

  /** The text as a string of WinAnsi bytes, or null when it has other characters. */
  encode(text: string): string | null {
    if (ASCII.test(text)) return text;
    let bytes = "";
    for (let at = 0; at < text.length; at++) {
      const byte = winAnsiByte(text.charCodeAt(at));
      if (byte === undefined || this.widths[byte] === 0) return null;
      bytes += String.fromCharCode(byte);
    }
    return bytes;
  }

  /** Width of encoded bytes in 1/1000 em. */
  measure(bytes: string): number {
    let width = 0;
    for (let at = 0; at < bytes.length; at++) width += this.widths[bytes.charCodeAt(at)] ?? 0;
    return width;
  }
}

const SPECIAL = /[\\()\r\n]/g;

/** Encoded bytes as a literal string operand (ISO 32000-1, 7.3.4.2). */
export function literalString(bytes: string): string {
  return `(${bytes.replace(SPECIAL, "\\$&")})`;
}
