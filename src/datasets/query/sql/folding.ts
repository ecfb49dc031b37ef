/**
 * Letters that `toLowerCase` and `toUpperCase` of their like do not lead to: second forms such as the final
 * sigma, signs that are letters (KELVIN SIGN), and capitals with a small iota beside them.
 */
const HIDDEN =
  "\u00b5\u017f\u01c5\u01c8\u01cb\u01f2\u0345\u0390\u03b0\u03c2\u03d0\u03d1\u03d5\u03d6\u03f0\u03f1" +
  "\u03f4\u03f5\u1c80\u1c81\u1c82\u1c83\u1c84\u1c85\u1c86\u1c87\u1c88\u1e9b\u1e9e\u1f88\u1f89\u1f8a" +
  "\u1f8b\u1f8c\u1f8d\u1f8e\u1f8f\u1f98\u1f99\u1f9a\u1f9b\u1f9c\u1f9d\u1f9e\u1f9f\u1fa8\u1fa9\u1faa" +
  "\u1fab\u1fac\u1fad\u1fae\u1faf\u1fbc\u1fbe\u1fcc\u1fd3\u1fe3\u1ffc\u2126\u212a\u212b\ufb05\ufb06";

/** SQLite evaluates no expression that is nested deeper than 100. */
export const MAX_FOLDED_LETTERS = 80;

/** How a text is looked for without regard to case. */
export interface Folding {
  /** What is looked for, each letter in one form. */
  readonly needle: string;
  /** Letters of what is searched, each to be replaced by its form in the needle; ASCII goes by `lower`. */
  readonly replacements: readonly (readonly [letter: string, form: string])[];
}

/**
 * SQLite's `lower` knows the letters of ASCII alone. For the others it is enough to replace those that occur in
 * what is looked for: `É` by `é` when that is among them. Two letters are the same when Unicode's simple case
 * folding (CaseFolding.txt, C and S) makes them so; accents count, and nothing is composed or decomposed.
 */
export function foldingOf(text: string): Folding {
  const replacements: [string, string][] = [];
  const forms = new Map<string, string>();
  for (const letter of new Set(text)) {
    const likes = likesOf(letter);
    const form = likes.find((like) => /[a-z]/.test(like)) ?? likes[0] ?? letter;
    forms.set(letter, form);
    for (const like of likes) {
      const isNew = !replacements.some(([known]) => known === like);
      if (like !== form && !isAscii(like) && isNew) replacements.push([like, form]);
    }
  }
  return { needle: [...text].map((letter) => forms.get(letter) ?? letter).join(""), replacements };
}

const isAscii = (letter: string) => letter < "\u0080";

/** All forms of a letter, the letter itself among them, always in the same order. */
function likesOf(letter: string): string[] {
  const lower = letter.toLowerCase();
  const upper = letter.toUpperCase();
  const candidates = [letter, lower, upper, upper.toLowerCase(), lower.toUpperCase(), ...HIDDEN];
  const same = new RegExp(`^${letter.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&")}$`, "iu");
  return [...new Set(candidates)].filter((like) => same.test(like)).sort();
}
