/** A piece of a text section: a paragraph, with its line breaks, or a list. */
export type TextBlock =
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] };

const BULLET = /^\s*-\s+/;
const BLANK_LINES = /\r?\n(?:[^\S\n]*\r?\n)+/;

/**
 * A text as blocks: paragraphs are parted by blank lines; lines that begin with `- ` are the items of a list, and
 * an indented line after one goes on with it.
 */
export function textBlocks(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  for (const block of text.split(BLANK_LINES).flatMap(blocksOfPart)) {
    const last = blocks.at(-1);
    // Items with blank lines between them are one list all the same.
    if (block.kind === "list" && last?.kind === "list") {
      blocks.splice(-1, 1, { kind: "list", items: [...last.items, ...block.items] });
    } else blocks.push(block);
  }
  return blocks;
}

function blocksOfPart(part: string): TextBlock[] {
  const blocks: { bullet: boolean; lines: string[] }[] = [];
  for (const line of part.split(/\r?\n/)) {
    const last = blocks.at(-1);
    const bullet = BULLET.test(line);
    if (bullet) {
      const item = line.replace(BULLET, "").trimEnd();
      if (last?.bullet) last.lines.push(item);
      else blocks.push({ bullet, lines: [item] });
    } else if (last?.bullet && /^\s+\S/.test(line)) last.lines.push(`${last.lines.pop()} ${line.trim()}`);
    else if (last && !last.bullet) last.lines.push(line.trimEnd());
    else blocks.push({ bullet, lines: [line.trimEnd()] });
  }
  return blocks.flatMap(({ bullet, lines }): TextBlock[] => {
    if (bullet) return [{ kind: "list", items: lines }];
    const paragraph = lines.join("\n").trim();
    return paragraph === "" ? [] : [{ kind: "paragraph", text: paragraph }];
  });
}
