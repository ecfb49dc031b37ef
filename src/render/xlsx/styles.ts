import { escapeAttribute, XML_DECLARATION } from "../xml";
import { SPREADSHEET_NAMESPACE } from "./workbook";

/** What a cell looks like; the stylesheet numbers each different one. */
export interface CellStyle {
  readonly format?: string;
  readonly font?: keyof typeof FONTS;
  readonly header?: boolean;
  readonly horizontal?: "left" | "right";
  readonly indent?: number;
  readonly wrap?: boolean;
  readonly quotePrefix?: boolean;
}

const FACE = '<name val="Calibri"/><family val="2"/>';
const FONTS = {
  body: `<font><sz val="11"/><color rgb="FF1F2933"/>${FACE}</font>`,
  bold: `<font><b/><sz val="11"/><color rgb="FF1F2933"/>${FACE}</font>`,
  title: `<font><b/><sz val="16"/><color rgb="FF1F2933"/>${FACE}</font>`,
  muted: `<font><sz val="11"/><color rgb="FF64748B"/>${FACE}</font>`,
} as const;
const FONT_NAMES = Object.keys(FONTS);

/** The first two fills are fixed by the format (none, gray125); the third is the header's. */
const FILLS =
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFE6ECF3"/><bgColor indexed="64"/></patternFill></fill></fills>';
const EDGE = "<left/><right/><top/>";
const BORDERS =
  `<borders count="2"><border>${EDGE}<bottom/><diagonal/></border><border>${EDGE}` +
  '<bottom style="thin"><color rgb="FF9AA9BC"/></bottom><diagonal/></border></borders>';

/** Formats that every reader knows by number (ECMA-376 part 1, 18.8.30); others count from 164. */
const BUILT_IN: Readonly<Record<string, number>> = { General: 0, "0": 1, "0.00%": 10 };
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

  #cellXf({
    format = "General",
    font = "body",
    header,
    horizontal,
    indent,
    wrap,
    quotePrefix,
  }: CellStyle): string {
    const fill = header ? 2 : 0;
    const alignment =
      `<alignment${horizontal ? ` horizontal="${horizontal}"` : ""} vertical="${header ? "center" : "top"}"` +
      `${indent ? ` indent="${indent}"` : ""}${wrap ? ' wrapText="1"' : ""}/>`;
    return (
      `<xf numFmtId="${this.#formatId(format)}" fontId="${FONT_NAMES.indexOf(font)}" fillId="${fill}" ` +
      `borderId="${header ? 1 : 0}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"` +
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
