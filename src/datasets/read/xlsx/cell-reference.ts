/** Columns of a sheet: `XFD` is the last (ECMA-376 part 1, 18.17.2.3). */
export const MAX_COLUMNS = 16_384;

/** The cells that are shown as one; the value is the first one's. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** The column of `AB12`, from 0; -1 when it is no cell of a sheet. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
    if (column > MAX_COLUMNS) return -1;
  }
  return column - 1;
}

/** `A1:C2`. Null for anything else, and for a single cell. */
export function mergeOf(range: string): Merge | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(range);
  if (match === null) return null;
  const [, first = "", top, last = "", bottom] = match;
  return { top: Number(top), left: columnOf(first), bottom: Number(bottom), right: columnOf(last) };
}
