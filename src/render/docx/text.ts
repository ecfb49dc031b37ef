import type { TextSection } from "../document";
import { textBlocks } from "../values/text-blocks";
import { paragraph } from "./runs";

/** Paragraphs and lists, the latter by the numbering of {@link NUMBERING_XML}. */
export function textXml({ text }: TextSection): string {
  return textBlocks(text)
    .map((block) =>
      block.kind === "paragraph"
        ? paragraph("Normal", block.text)
        : block.items.map((item) => paragraph("ListBullet", item)).join(""),
    )
    .join("");
}
