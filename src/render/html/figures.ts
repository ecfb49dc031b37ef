import type { FiguresSection, ReportDocument } from "../document";
import { figureText } from "../values/format";
import { escapeHtml } from "./escape";

/** A card for each figure: what it is called, and its value large. */
export function figuresMarkup({ figures }: FiguresSection, { locale, time_zone }: ReportDocument): string {
  const cards = figures.map((figure) => {
    const text = figureText(figure, locale, time_zone);
    const size = text.length > LONG ? ' class="long"' : "";
    return `<div><dt dir="auto">${escapeHtml(figure.label)}</dt><dd dir="auto"${size}>${escapeHtml(text)}</dd></div>\n`;
  });
  return `<dl class="figures">\n${cards.join("")}</dl>\n`;
}

/** Longer values are words and not numbers, and set smaller. */
const LONG = 16;
