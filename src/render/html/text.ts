import type { TextSection } from "../document";
import { textBlocks } from "../values/text-blocks";
import { escapeHtml } from "./escape";

/** Paragraphs and lists; each keeps its own writing direction, and a paragraph its line breaks. */
export function textMarkup({ text }: TextSection): string {
  const blocks = textBlocks(text).map((block) => {
    if (block.kind === "paragraph") return `<p dir="auto">${escapeHtml(block.text)}</p>\n`;
    const items = block.items.map((item) => `<li dir="auto">${escapeHtml(item)}</li>\n`);
    return `<ul>\n${items.join("")}</ul>\n`;
  });
  return `<div class="text">\n${blocks.join("")}</div>\n`;
}
