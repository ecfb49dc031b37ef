/** Of Korean syllables and Chinese characters that share their codes, fewer than these could be either. */
const SURE_CHARACTERS = 6;
const SURE_SHARE = 0.9;

/** Characters of two bytes in a text, counted by what their bytes allow. */
interface Pairs {
  count: number;
  /** Bytes that begin a character and have no second. */
  broken: number;
  /** Second bytes within ASCII. */
  lowSeconds: number;
  kana: number;
  /** First bytes of the frequent characters of each encoding. */
  big5: number;
  gbk: number;
  hangul: number;
}

/**
 * Tells the East Asian encodings apart by where their frequent characters lie (JIS X 0208 level 1, GB 2312 level 1,
 * Big5 level 1, KS X 1001 Hangul); null when it is none of them for sure.
 *
 * @param words bytes from `@` upwards, parted by blanks.
 */
export function eastAsianEncoding(words: Uint8Array): string | null {
  if (isShiftJis(words)) return "shift_jis";
  const pairs = countPairs(words);
  if (pairs.count === 0 || pairs.broken > 0) return null;
  const most = pairs.count * SURE_SHARE;
  const isMixed = pairs.lowSeconds >= pairs.count * 0.1;
  if (isMixed) return pairs.big5 >= most ? "big5" : null;
  if (pairs.kana >= pairs.count * 0.1 && pairs.kana + pairs.gbk >= most) return "euc-jp";
  if (pairs.hangul >= pairs.count * 0.98) return pairs.count >= SURE_CHARACTERS ? "euc-kr" : null;
  return pairs.gbk >= pairs.count * 0.8 ? "gbk" : null;
}

/** Its kana and frequent kanji begin with 81 to 98, which in others are rare marks. */
function isShiftJis(words: Uint8Array): boolean {
  let frequent = 0;
  let rare = 0;
  for (let at = 0; at < words.length; at += 1) {
    const first = words[at] ?? 0;
    if (first < 0x80) continue;
    const second = words[at + 1] ?? 0;
    const isHalfWidth = first >= 0xa1 && first <= 0xdf;
    if (isHalfWidth) rare += 0.5;
    else if (second < 0x40 || second === 0x7f || second > 0xfc) return false;
    else {
      if (first >= 0x81 && first <= 0x98) frequent += 1;
      else rare += 1;
      at += 1;
    }
  }
  return frequent > 0 && frequent >= (frequent + rare) * 0.8;
}

function countPairs(words: Uint8Array): Pairs {
  const pairs: Pairs = { count: 0, broken: 0, lowSeconds: 0, kana: 0, big5: 0, gbk: 0, hangul: 0 };
  for (let at = 0; at < words.length; at += 1) {
    const first = words[at] ?? 0;
    if (first < 0x80) continue;
    const second = words[at + 1] ?? 0;
    at += 1;
    const isLow = second >= 0x40 && second < 0x7f;
    if (first < 0xa1 || (!isLow && second < 0xa1)) pairs.broken += 1;
    pairs.count += 1;
    const isSign = first <= 0xa3;
    if (isLow) pairs.lowSeconds += 1;
    if (isSign || (first >= 0xa4 && first <= 0xc6)) pairs.big5 += 1;
    if (isLow) continue;
    if (first === 0xa4 || first === 0xa5) pairs.kana += 1;
    if (isSign || (first >= 0xb0 && first <= 0xd7)) pairs.gbk += 1;
    if (isSign || (first >= 0xb0 && first <= 0xc8)) pairs.hangul += 1;
  }
  return pairs;
}
