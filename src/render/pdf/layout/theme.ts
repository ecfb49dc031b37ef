/**
 * Measures and colours of the printed report. Lengths are in hundredths of a point: with integers for
 * coordinates, page content is shorter and quicker to write.
 */
export type Length = number;

export function points(value: number): Length {
  return Math.round(value * 100);
}

/** Fill and stroke colours as operands of `rg` and `RG`; the HTML report has the same. */
export const COLOUR = {
  ink: "0.11 0.141 0.188",
  soft: "0.357 0.4 0.459",
  rule: "0.89 0.906 0.925",
  strongRule: "0.72 0.75 0.79",
  band: "0.969 0.976 0.984",
  accent: "0.09 0.541 0.541",
  warning: "0.478 0.29 0",
  warningPaper: "1 0.957 0.875",
} as const;

export const MARGIN = { side: points(40), top: points(44), bottom: points(50) } as const;
/** Baseline of the footer above the paper's edge. */
export const FOOTER_BASELINE = points(26);

export const TYPE = {
  title: points(20),
  heading: points(13),
  /** Paragraphs of text sections. */
  text: points(10),
  body: points(9.5),
  small: points(8),
  figure: points(17),
  /** Figures that are words. */
  wordyFigure: points(11),
  /** Table text, and the smaller sizes for tables that would not fit otherwise. */
  cell: points(8.5),
  smallCell: points(7.5),
  tightCell: points(7),
} as const;

/** Distance of baselines, times the font size. */
export const LEADING = 1.36;
/** Height of the baseline above the lower edge of its line, times the font size. */
export const BASELINE = 0.36;

/** Room around the text of a cell, left and right and above and below. */
export function cellPadding(size: Length): { readonly side: Length; readonly block: Length } {
  return { side: Math.round(size * 0.58), block: Math.round(size * 0.31) };
}
