import { escapeAttribute, escapeText } from "../../xml";
import type { NumberCells, TextCells } from "./bound-chart";

/** References to cells with what they hold (ECMA-376 part 1, 21.2.2.123 and 21.2.2.201), so that no reader must look. */

export function namesXml(cells: NumberCells | TextCells): string {
  return cells.kind === "number" ? numbersXml(cells) : textsXml(cells);
}

export function numbersXml({ formula, numbers, format }: NumberCells): string {
  const points = numbers.map((number, at) => (number === null ? "" : point(at, String(number))));
  return (
    `<c:numRef><c:f>${escapeText(formula)}</c:f><c:numCache><c:formatCode>${escapeText(format)}</c:formatCode>` +
    `<c:ptCount val="${numbers.length}"/>${points.join("")}</c:numCache></c:numRef>`
  );
}

export function textsXml({ formula, texts }: TextCells): string {
  const points = texts.map((text, at) => point(at, escapeText(text)));
  return (
    `<c:strRef><c:f>${escapeText(formula)}</c:f><c:strCache><c:ptCount val="${texts.length}"/>` +
    `${points.join("")}</c:strCache></c:strRef>`
  );
}

const point = (at: number, value: string) => `<c:pt idx="${at}"><c:v>${value}</c:v></c:pt>`;

/** The format of an axis' numbers. */
export function formatXml(format: string): string {
  return `<c:numFmt formatCode="${escapeAttribute(format)}" sourceLinked="0"/>`;
}
