import { joined, type ShownCharacter, swallowed } from "../fonts/shown-character";

/**
 * Arabic letters take the shape that joins them to their neighbours (Unicode 16, 9.2). The fonts hold these
 * shapes as presentation forms, whose compatibility decompositions and order in the code charts
 * (isolated, final, initial, medial) say all that a table would.
 */
interface Forms {
  readonly isolated: number;
  readonly final: number | undefined;
  readonly initial: number | undefined;
  readonly medial: number | undefined;
}

/** Later blocks win: the second holds the letters of Arabic itself. */
const BLOCKS = [
  [0xfb50, 0xfbff],
  [0xfe80, 0xfef4],
] as const;

const LAM = 0x0644;
/** Alef with what it carries, and the isolated lam-alef ligature; the final one follows it. */
const LAM_ALEF = new Map([
  [0x0622, 0xfef5],
  [0x0623, 0xfef7],
  [0x0625, 0xfef9],
  [0x0627, 0xfefb],
]);
const TATWEEL = 0x0640;
const ZERO_WIDTH_JOINER = 0x200d;
const ZERO_WIDTH_NON_JOINER = 0x200c;
const TRANSPARENT = /^[\p{Mn}\p{Cf}]$/u;

let known: Map<number, Forms> | null = null;

function formsOf(codePoint: number): Forms | undefined {
  known ??= readForms();
  return known.get(codePoint);
}

function readForms(): Map<number, Forms> {
  const forms = new Map<number, Forms>();
  for (const [first, last] of BLOCKS) {
    for (let at = first; at <= last; ) {
      const letter = String.fromCodePoint(at).normalize("NFKC");
      let length = 1;
      while (at + length <= last && String.fromCodePoint(at + length).normalize("NFKC") === letter) length++;
      const codePoint = letter.codePointAt(0);
      if (codePoint !== undefined && codePoint !== at && letter.length === 1) {
        forms.set(codePoint, {
          isolated: at,
          final: length >= 2 ? at + 1 : undefined,
          initial: length >= 4 ? at + 2 : undefined,
          medial: length >= 4 ? at + 3 : undefined,
        });
      }
      at += length;
    }
  }
  return forms;
}

/** Code points in logical order, with joined shapes in place of letters and one shape for lam with alef. */
export function joinArabic(codePoints: readonly number[]): ShownCharacter[] {
  const shown: ShownCharacter[] = [];
  let joinsBack = false;
  for (let at = 0; at < codePoints.length; at++) {
    const codePoint = codePoints[at] ?? 0;
    const forms = formsOf(codePoint);
    const ligature = codePoint === LAM ? LAM_ALEF.get(codePoints[at + 1] ?? 0) : undefined;
    if (ligature !== undefined) {
      shown.push(swallowed(LAM), joined(joinsBack ? ligature + 1 : ligature));
      joinsBack = false;
      at++;
    } else if (forms) {
      const joinsForward = forms.initial !== undefined && acceptsJoin(codePoints, at + 1);
      shown.push(joined(shapeOf(forms, joinsBack, joinsForward)));
      joinsBack = joinsForward;
    } else {
      shown.push(codePoint);
      if (!isTransparent(codePoint)) joinsBack = codePoint === TATWEEL || codePoint === ZERO_WIDTH_JOINER;
    }
  }
  return shown;
}

function shapeOf(forms: Forms, back: boolean, forward: boolean): number {
  const joinedBack = back ? (forward ? forms.medial : forms.final) : undefined;
  const joinedForward = forward && !back ? forms.initial : undefined;
  return joinedBack ?? joinedForward ?? forms.isolated;
}

/** True when the next letter, marks aside, connects to the one before it. */
function acceptsJoin(codePoints: readonly number[], from: number): boolean {
  for (let at = from; at < codePoints.length; at++) {
    const codePoint = codePoints[at] ?? 0;
    if (codePoint === TATWEEL || codePoint === ZERO_WIDTH_JOINER) return true;
    if (isTransparent(codePoint)) continue;
    return formsOf(codePoint)?.final !== undefined;
  }
  return false;
}

function isTransparent(codePoint: number): boolean {
  if (codePoint === ZERO_WIDTH_NON_JOINER || codePoint === ZERO_WIDTH_JOINER) return false;
  return TRANSPARENT.test(String.fromCodePoint(codePoint));
}
