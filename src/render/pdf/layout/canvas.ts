import type { TextLine } from "../text/text-line";
import type { Length } from "./theme";

/**
 * The content of one page (ISO 32000-1, 7.8.2), in hundredths of a point with the origin at the lower left.
 * Operators are only written when the graphics state really changes.
 */
export class Canvas {
  #content = ".01 0 0 .01 0 0 cm\n";
  #inText = false;
  #font = "";
  #size = 0;
  #fill = "";
  /** Where the text line matrix stands (9.4.2); `Td` moves from there. */
  #x = 0;
  #y = 0;

  /** Shows a line with its baseline starting at (x, y). */
  text(line: TextLine, x: Length, y: Length, size: Length, colour: string): void {
    if (!this.#inText) this.#beginText();
    this.#set(line.font, size, colour);
    const move = `${x - this.#x} ${y - this.#y} Td`;
    this.#content +=
      line.squeeze === undefined
        ? `${move}${line.show}\n`
        : `${move} ${line.squeeze} Tz${line.show} 100 Tz\n`;
    this.#x = x;
    this.#y = y;
  }

  /** Shows a line turned around (x, y), by an angle in degrees against the clock. */
  turnedText(line: TextLine, x: Length, y: Length, size: Length, colour: string, angle: number): void {
    this.#endText();
    this.#beginText();
    this.#set(line.font, size, colour);
    const cos = round(Math.cos((angle * Math.PI) / 180));
    const sin = round(Math.sin((angle * Math.PI) / 180));
    this.#content += `${cos} ${sin} ${-sin} ${cos} ${round(x)} ${round(y)} Tm${line.show}\n`;
    this.#endText();
  }

  /** Fills a path given in path construction operators (8.5.2). */
  fill(path: string, colour: string): void {
    this.#endText();
    if (colour !== this.#fill) this.#content += `${colour} rg\n`;
    this.#fill = colour;
    this.#content += `${path}f\n`;
  }

  /** Strokes a path. */
  stroke(path: string, colour: string, width: Length): void {
    this.#endText();
    this.#content += `${colour} RG ${width} w\n${path}S\n`;
  }

  /** The finished content; its last text is still open, so that another stream can go on in it. */
  endInText(): string {
    if (!this.#inText) this.#beginText();
    return this.#content;
  }

  #set(font: string, size: Length, colour: string): void {
    if (font !== this.#font || size !== this.#size) {
      this.#content += `/${font} ${size} Tf\n`;
      this.#font = font;
      this.#size = size;
    }
    if (colour !== this.#fill) {
      this.#content += `${colour} rg\n`;
      this.#fill = colour;
    }
  }

  #beginText(): void {
    this.#content += "BT\n";
    this.#inText = true;
    this.#x = 0;
    this.#y = 0;
  }

  #endText(): void {
    if (this.#inText) this.#content += "ET\n";
    this.#inText = false;
  }
}

export function rectangle(x: Length, y: Length, width: Length, height: Length): string {
  return `${round(x)} ${round(y)} ${round(width)} ${round(height)} re\n`;
}

export function line(x1: Length, y1: Length, x2: Length, y2: Length): string {
  return `${round(x1)} ${round(y1)} m ${round(x2)} ${round(y2)} l\n`;
}

/** Numbers in content must have no exponent (7.3.3). */
export function round(value: number): number {
  const rounded = Math.round(value * 1000) / 1000;
  return rounded === 0 ? 0 : rounded;
}
