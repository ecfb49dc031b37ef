import type { Column, Figure, FiguresSection, ReportDocument, TextSection } from "../document";
import { isCode, isNumeric } from "../values/format";
import { textBlocks } from "../values/text-blocks";
import type { CellContext } from "./cells";
import { type PlainCell, type PlainLine, plainSheet } from "./plain-sheet";
import type { CellStyle } from "./styles";

const WIDTHS = [30, 30, 50];
const ACROSS = { at: 0, span: WIDTHS.length };
const TEXT: CellStyle = { wrap: true };
const EMPTY: PlainLine = { cells: [] };

/** A row is no higher than 409 points: longer paragraphs go on in the next one. */
const MAX_PARAGRAPH = 2000;

/** The sheet of what is no table: texts as wrapped lines over all columns, figures as labels and typed values. */
export function overviewSheet(
  document: ReportDocument,
  sections: readonly (TextSection | FiguresSection)[],
  context: CellContext,
  isFirst: boolean,
): string {
  const title: PlainLine = { cells: [{ at: 0, content: document.title, style: { font: "title" } }] };
  const lines = sections.flatMap((section) => [
    EMPTY,
    ...heading(section),
    ...(section.kind === "text" ? textLines(section, context) : figureLines(section, context)),
  ]);
  return plainSheet(document, WIDTHS, [title, ...lines], context, isFirst);
}

function heading({ title, description }: TextSection | FiguresSection): PlainLine[] {
  const lines: PlainLine[] = [{ cells: [{ at: 0, content: title, style: { font: "heading" } }] }];
  if (description) lines.push(across(description, { font: "muted", wrap: true }));
  return lines;
}

function textLines({ text }: TextSection, { startSide }: CellContext): PlainLine[] {
  const bullet: CellStyle = { wrap: true, indent: 1, horizontal: startSide };
  return textBlocks(text).flatMap((block) =>
    block.kind === "paragraph"
      ? [...pieces(block.text).map((piece) => across(piece, TEXT)), EMPTY]
      : [...block.items.map((item) => across(`•  ${item}`, bullet)), EMPTY],
  );
}

const across = (content: string, style: CellStyle): PlainLine => ({ cells: [{ ...ACROSS, content, style }] });

function pieces(text: string): string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > MAX_PARAGRAPH) {
    const space = rest.lastIndexOf(" ", MAX_PARAGRAPH);
    const end = space > 0 ? space : MAX_PARAGRAPH;
    found.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...found, rest];
}

function figureLines({ figures }: FiguresSection, { startSide }: CellContext): PlainLine[] {
  return figures.map((figure) => {
    const style = { font: "figure", horizontal: startSide, indent: 0, wrap: true } as const;
    const value: PlainCell = { at: 1, span: 2, content: figure.value, column: columnOf(figure), style };
    return {
      cells: [{ at: 0, content: figure.label, style: { font: "muted", wrap: true } }, value],
      lines: 1.3,
    };
  });
}

/** Numbers in sentences are grouped and rounded, unlike those in columns. */
function columnOf(figure: Figure): Column {
  const { value } = figure;
  if (!isNumeric(figure) || figure.format !== undefined || isCode(figure) || typeof value !== "number")
    return figure;
  return { ...figure, rounded: Number.isInteger(value) ? 0 : 2 };
}
