/** One line of text, ready to be shown. */
export interface TextLine {
  /** Name of the font in the resource dictionary. */
  readonly font: string;
  /** The text showing operator with its operand: `(text)Tj` or `[<...>]TJ` (ISO 32000-1, 9.4.3). */
  readonly show: string;
  /** In 1/1000 of the font size. */
  readonly width: number;
  /** Horizontal scaling in percent, where a number must stay in one piece; `width` counts it in. */
  readonly squeeze?: number;
  /** The paragraph runs from right to left. */
  readonly rightToLeft: boolean;
}
