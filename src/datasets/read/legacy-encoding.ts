import { eastAsianEncoding } from "./legacy-east-asian";

/** Letters beyond ASCII of languages, lower case, by the encoding that their files have. */
const WESTERN = [
  "äöüß",
  "àâæçéèêëîïôœùûüÿ",
  "áéíñóúü",
  "áâãàçéêíóôõúü",
  "àèéìîòóù",
  "åäöæøéü",
  "éèëïóöü",
  "áðéíóúýþæö",
  "àçèéíïòóúü",
];
const OTHER_LATIN: readonly (readonly [encoding: string, letters: string])[] = [
  ["windows-1250", "ąćęłńóśźż"],
  ["windows-1250", "áčďéěíňóřšťúůýž"],
  ["windows-1250", "áäčďéíĺľňóôŕšťúýž"],
  ["windows-1250", "áéíóöőúüű"],
  ["windows-1250", "čćđšž"],
  ["windows-1250", "ăâîşţ"],
  ["iso-8859-2", "ąćęłńóśźż"],
  ["iso-8859-2", "áčďéěíňóřšťúůýž"],
  ["iso-8859-2", "áäčďéíĺľňóôŕšťúýž"],
  ["windows-1254", "çğıiöşüâîû"],
];
/** The letters that make up most of a text in another alphabet. */
const OTHER_ALPHABETS: readonly (readonly [encoding: string, script: RegExp, frequent: string])[] = [
  ["windows-1251", /^\p{Script=Cyrillic}+$/u, "оеаинтсрвл"],
  ["koi8-r", /^\p{Script=Cyrillic}+$/u, "оеаинтсрвл"],
  ["ibm866", /^\p{Script=Cyrillic}+$/u, "оеаинтсрвл"],
  ["iso-8859-5", /^\p{Script=Cyrillic}+$/u, "оеаинтсрвл"],
  ["windows-1253", /^\p{Script=Greek}+$/u, "αοιετνσηρπκάίόέ"],
];

/** Marks that stand at words in any language. */
const NEUTRAL = "’‘“”„«»–—…°µ®™©§·•†‰€";
const NO_LETTERS = new RegExp(`[${NEUTRAL}\\s@[\\]^_\`{|}~\\\\]+`, "u");
/** So many different letters, or of those of an alphabet so large a share, leave no doubt. */
const SURE_LETTERS = 4;
const SURE_SHARE = 0.97;
const FREQUENT_SHARE = 0.45;

/**
 * The encoding of a text that is not UTF-8, by the words that hold bytes beyond ASCII; windows-1252 when its words
 * are mostly ASCII and of no other language for sure. Null when they are not and it cannot be told.
 *
 * @param words as `LegacySample` gathers them.
 */
export function legacyEncoding(words: Uint8Array): string | null {
  const long = wordsOf(words).filter((word) => word.length > 2);
  const high = long.reduce((sum, word) => sum + word.filter((byte) => byte >= 0x80).length, 0);
  const all = long.reduce((sum, word) => sum + word.length, 0);
  if (high * 2 < all || all === 0) return latinEncoding(words);
  return (
    eastAsianEncoding(words) ?? alphabetEncoding(words) ?? (isCertainlyLatin(words) ? "windows-1252" : null)
  );
}

function latinEncoding(words: Uint8Array): string {
  const western = letterCounts(words, "windows-1252");
  if (WESTERN.some((letters) => share(western, letters).share >= SURE_SHARE)) return "windows-1252";
  const found = OTHER_LATIN.find(([encoding, letters]) => {
    const { share: covered, different } = share(letterCounts(words, encoding), letters);
    return covered >= SURE_SHARE && different >= SURE_LETTERS;
  });
  return found?.[0] ?? "windows-1252";
}

/** Short words such as `été` are more accents than not. */
function isCertainlyLatin(words: Uint8Array): boolean {
  const counts = letterCounts(words, "windows-1252");
  return WESTERN.some((letters) => share(counts, letters).share >= SURE_SHARE);
}

/** Of the encodings that make words of one alphabet of it, the one with the most of its frequent letters. */
function alphabetEncoding(words: Uint8Array): string | null {
  let found: string | null = null;
  let most = FREQUENT_SHARE;
  for (const [encoding, script, frequent] of OTHER_ALPHABETS) {
    const texts = new TextDecoder(encoding).decode(words).split(" ");
    const parts = texts.flatMap((text) => text.split(NO_LETTERS)).filter((word) => word !== "");
    const fitting = parts.filter((word) => script.test(word) && isCased(word));
    const text = fitting.join("").toLowerCase();
    const often = [...text].filter((letter) => frequent.includes(letter)).length / text.length;
    if (fitting.length < parts.length * 0.9 || !(often > most)) continue;
    found = encoding;
    most = often;
  }
  return found;
}

/** Capitals stand at the beginning, or everywhere. */
function isCased(word: string): boolean {
  const rest = word.slice(1);
  return rest === rest.toLowerCase() || word === word.toUpperCase();
}

/** How often each character beyond ASCII stands there, but for marks that say nothing. */
function letterCounts(words: Uint8Array, encoding: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const letter of new TextDecoder(encoding).decode(words)) {
    if (letter < "\u0080" || NEUTRAL.includes(letter)) continue;
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  return counts;
}

/** How much of the letters are a language's own, and how many of its own there are. */
function share(counts: ReadonlyMap<string, number>, letters: string): { share: number; different: number } {
  const own = new Set(letters + letters.toUpperCase());
  let all = 0;
  let found = 0;
  let different = 0;
  for (const [letter, count] of counts) {
    all += count;
    if (!own.has(letter)) continue;
    found += count;
    different += 1;
  }
  return { share: all === 0 ? 1 : found / all, different };
}

function wordsOf(bytes: Uint8Array): Uint8Array[] {
  const words: Uint8Array[] = [];
  let from = 0;
  for (let at = bytes.indexOf(0x20); at >= 0; at = bytes.indexOf(0x20, from)) {
    words.push(bytes.subarray(from, at));
    from = at + 1;
  }
  return words;
}
