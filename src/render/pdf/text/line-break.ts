/** What may happen at the end of a character when a line is full. */
export const KEEP = 0;
/** A line may end after this character. */
export const BREAK_AFTER = 1;
/** As `BREAK_AFTER`, and the character itself may hang over the edge unseen. */
export const SPACE = 2;
/** A combining mark: no line begins with it. */
export const MARK = 3;
/** A line may end after this character when there is no better place, rather than inside a word. */
const WEAK_BREAK_AFTER = 4;

const ASCII_CLASSES = new Uint8Array(128);
ASCII_CLASSES[0x20] = SPACE;
for (const character of "-/") ASCII_CLASSES[character.charCodeAt(0)] = BREAK_AFTER;
for (const character of "_.,;:@\\|&=?+)}]") ASCII_CLASSES[character.charCodeAt(0)] = WEAK_BREAK_AFTER;

const FOLLOWS_SPACE = new Set(Array.from("!?;:\u00bb", (mark) => mark.charCodeAt(0)));

/** Characters that no line begins with, and that none ends with (JIS X 4051, "kinsoku shori"). */
const NOT_FIRST = new Set(
  "\u3001\u3002\uff0c\uff0e\u30fb\uff1a\uff1b\uff1f\uff01\u300d\u300f\uff09\u3011\u3009\u300b\u3015\u3017\u2019\u201d)]}" +
    "\u30fc\u3005\u303b\u309d\u309e\u30fd\u30fe\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e" +
    "\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\uff05%,.!?:;\u2026",
);
const MARKS = /^\p{M}/u;
const NOT_LAST = new Set(
  "\u300c\u300e\uff08\u3010\u3008\u300a\u3014\u3016\u2018\u201c([{\uffe5\uff04$\u00a3\u00a5",
);

/** Break class of a character among its neighbours (a small part of Unicode Standard Annex 14). */
export function breakClass(before: string | undefined, character: string, next: string | undefined): number {
  const code = character.codePointAt(0) ?? 0;
  if (next === "\u0964" || next === "\u0965") return KEEP;
  if (code === 0x20 || code === 0x3000 || code === 0x2002 || code === 0x2003 || code === 0x2009) return SPACE;
  if (isIdeographic(character) || isIdeographic(next)) return betweenIdeographs(character, next);
  if (code < 0x80) return asciiBreakClass(before?.charCodeAt(0) ?? 0x20, code, next?.charCodeAt(0) ?? 0x20);
  if (code === 0x2013 || code === 0x2014) return BREAK_AFTER;
  if (isHangul(code)) return WEAK_BREAK_AFTER;
  return MARKS.test(character) ? MARK : KEEP;
}

/** The same for ASCII characters and WinAnsi bytes: a minus sign keeps its number, and dates stay whole. */
export function asciiBreakClass(before: number, code: number, next: number): number {
  if (code === 0x96 || code === 0x97) return BREAK_AFTER;
  // French sets spaces before these marks (rule LB13).
  if (code === 0x20 && FOLLOWS_SPACE.has(next)) return KEEP;
  const kind = ASCII_CLASSES[code] ?? KEEP;
  if (kind !== BREAK_AFTER) return kind;
  if (before === 0x20) return KEEP;
  return next >= 0x30 && next <= 0x39 ? WEAK_BREAK_AFTER : kind;
}

function betweenIdeographs(character: string, next: string | undefined): number {
  return NOT_LAST.has(character) || (next !== undefined && NOT_FIRST.has(next)) ? KEEP : BREAK_AFTER;
}

function isHangul(code: number): boolean {
  return (code >= 0xac00 && code <= 0xd7af) || (code >= 0x1100 && code <= 0x11ff);
}

function isIdeographic(character: string | undefined): boolean {
  const code = character?.codePointAt(0) ?? 0;
  return (
    (code >= 0x2e80 && code <= 0xa4cf && code !== 0x3000) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xff00 && code <= 0xffef) ||
    (code >= 0x20000 && code <= 0x3ffff)
  );
}

/**
 * Fills lines greedily. Spaces at line ends are left out, a word longer than a line is broken where it must be.
 * @param advances width of each character, in any unit
 * @param classes break class of each character
 * @param maximum width of a line in the same unit
 * @returns start and end of each line, flat: `[start0, end0, start1, end1, ...]`; at least one line
 */
export function breakLines(
  advances: ArrayLike<number>,
  classes: ArrayLike<number>,
  maximum: number,
): number[] {
  const lines: number[] = [];
  const count = advances.length;
  let start = 0;
  let width = 0;
  let best = 0;
  let weak = 0;
  for (let at = 0; at < count; at++) {
    const advance = advances[at] ?? 0;
    const kind = classes[at] ?? KEEP;
    while (kind !== SPACE && kind !== MARK && width + advance > maximum && at > start) {
      const cut = best > start ? best : weak > start ? weak : at;
      lines.push(start, trimmedEnd(classes, start, cut));
      start = cut;
      width = 0;
      for (let again = start; again < at; again++) width += advances[again] ?? 0;
    }
    width += advance;
    if (kind === BREAK_AFTER || kind === SPACE) best = at + 1;
    else if (kind === WEAK_BREAK_AFTER) weak = at + 1;
  }
  lines.push(start, trimmedEnd(classes, start, count));
  return lines;
}

function trimmedEnd(classes: ArrayLike<number>, start: number, end: number): number {
  let trimmed = end;
  while (trimmed > start && classes[trimmed - 1] === SPACE) trimmed--;
  return trimmed;
}
