import { escapeAttribute, XML_DECLARATION } from "../xml";
import { SPREADSHEET_NAMESPACE } from "./workbook";

/** What a cell looks like; the stylesheet numbers each different one. */
export interface CellStyle {
  readonly format?: string;
  readonly font?: keyof typeof FONTS;
  readonly header?: boolean;
  /** A rule above a subtotal; rules above and below a total. */
  readonly sum?: "subtotal" | "total";
  readonly horizontal?: "left" | "center" | "right";
  readonly indent?: number;
  readonly wrap?: boolean;
  readonly quotePrefix?: boolean;
}

const FACE = '<name val="Calibri"/><family val="2"/>';
const FONTS = {
  body: `<font><sz val="11"/><color rgb="FF1F2933"/>${FACE}</font>`,
  bold: `<font><b/><sz val="11"/><color rgb="FF1F2933"/>${FACE}</font>`,
  title: `<font><b/><sz val="16"/><color rgb="FF1F2933"/>${FACE}</font>`,
  heading: `<font><b/><sz val="13"/><color rgb="FF1F2933"/>${FACE}</font>`,
  figure: `<font><b/><sz val="13"/><color rgb="FF178A8A"/>${FACE}</font>`,
  muted: `<font><sz val="11"/><color rgb="FF64748B"/>${FACE}</font>`,
} as const;
const FONT_NAMES = Object.keys(FONTS);

/** The first two fills are fixed by the format (none, gray125); the third is the header's. */
const FILLS =
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFE6ECF3"/><bgColor indexed="64"/></patternFill></fill></fills>';
const border = (top: string, bottom: string) => `<border><left/><right/>${top}${bottom}<diagonal/></border>`;
const edge = (side: "top" | "bottom", rgb: string) => `<${side} style="thin"><color rgb="${rgb}"/></${side}>`;
/** In the order of {@link borderId}. */
const BORDERS =
  `<borders count="4">${border("<top/>", "<bottom/>")}${border("<top/>", edge("bottom", "FF9AA9BC"))}` +
  `${border(edge("top", "FF8796A8"), "<bottom/>")}` +
  `${border(edge("top", "FF1F2933"), edge("bottom", "FF1F2933"))}</borders>`;

function borderId({ header, sum }: CellStyle): number {
  if (sum !== undefined) return sum === "subtotal" ? 2 : 3;
  return header ? 1 : 0;
}

/** Formats that every reader knows by number (ECMA-376 part 1, 18.8.30); others count from 164. */
const BUILT_IN: Readonly<Record<string, number>> = { General: 0, "0": 1, "#,##0": 3, "0.00%": 10 };
const FIRST_CUSTOM_FORMAT = 164;

/** Collects the styles that a workbook uses and writes `xl/styles.xml` (ECMA-376 part 1, 18.8). */
export class StyleSheet {
  readonly #formats: string[] = [];
  readonly #cells: string[] = [];

  constructor() {
    // Style 0 is that of every cell which names none.
    this.index({});
  }

  /** The number that cells of this style carry in `s`. */
  index(style: CellStyle): number {
    const xml = this.#cellXf(style);
    const known = this.#cells.indexOf(xml);
    return known < 0 ? this.#cells.push(xml) - 1 : known;
  }

  xml(): string {
    const formats = this.#formats.map(
      (code, at) => `<numFmt numFmtId="${FIRST_CUSTOM_FORMAT + at}" formatCode="${escapeAttribute(code)}"/>`,
    );
    const numFmts =
      formats.length === 0 ? "" : `<numFmts count="${formats.length}">${formats.join("")}</numFmts>`;
    const fonts = Object.values(FONTS);
    return (
      `${XML_DECLARATION}<styleSheet xmlns="${SPREADSHEET_NAMESPACE}">${numFmts}` +
      `<fonts count="${fonts.length}">${fonts.join("")}</fonts>${FILLS}${BORDERS}` +
      // LibreOffice takes the alignment of cells without a style from here, Excel from the first below.
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"><alignment vertical="top"/></xf>' +
      "</cellStyleXfs>" +
      `<cellXfs count="${this.#cells.length}">${this.#cells.join("")}</cellXfs>` +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    );
  }

  #cellXf(style: CellStyle): string {
    const { format = "General", font = "body", header, horizontal, indent, wrap, quotePrefix } = style;
    const fill = header ? 2 : 0;
    const alignment =
      `<alignment${horizontal ? ` horizontal="${horizontal}"` : ""} vertical="${header ? "center" : "top"}"` +
      `${indent ? ` indent="${indent}"` : ""}${wrap ? ' wrapText="1"' : ""}/>`;
    return (
      `<xf numFmtId="${this.#formatId(format)}" fontId="${FONT_NAMES.indexOf(font)}" fillId="${fill}" ` +
      `borderId="${borderId(style)}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"` +
      `${quotePrefix ? ' quotePrefix="1"' : ""} applyAlignment="1">${alignment}</xf>`
    );
  }

  #formatId(code: string): number {
    const builtIn = BUILT_IN[code];
    if (builtIn !== undefined) return builtIn;
    const known = this.#formats.indexOf(code);
    return FIRST_CUSTOM_FORMAT + (known < 0 ? this.#formats.push(code) - 1 : known);
  }
}
