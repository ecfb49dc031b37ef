import { type FontLibrary, HAN_STYLES, type HanStyle } from "../fonts/font-library";

const HAN = /\p{Script=Han}/gu;
const EAST_ASIAN = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/u;
const KANA = /[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9d]/;
const HANGUL = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]/;

/**
 * Unicode gives one code point to Han characters that China, Japan and Korea write differently. A text with
 * kana is Japanese and one with hangul Korean; otherwise the document's own style is taken, unless another
 * style alone has all the characters (simplified ones are in no Japanese font).
 */
export class HanChoice {
  #usual: HanStyle | null;

  constructor(
    locale: string,
    private readonly library: FontLibrary,
  ) {
    const language = locale.slice(0, 2).toLowerCase();
    this.#usual = language === "zh" ? "sc" : language === "ja" ? "jp" : language === "ko" ? "kr" : null;
  }

  /** Where the locale does not tell, the first text that does decides for Han-only text. */
  learn(texts: readonly string[]): void {
    if (this.#usual) return;
    const telling = texts.find((text) => KANA.test(text) || HANGUL.test(text));
    if (telling !== undefined) this.#usual = KANA.test(telling) ? "jp" : "kr";
  }

  styleOf(text: string): HanStyle {
    const usual = this.#usual ?? "sc";
    if (!EAST_ASIAN.test(text)) return usual;
    if (KANA.test(text)) return "jp";
    if (HANGUL.test(text)) return "kr";
    const characters = Array.from(text.matchAll(HAN), ([character]) => character.codePointAt(0) ?? 0);
    const complete = (style: HanStyle): boolean =>
      characters.every((code) => this.library.hasHan(code, style));
    return complete(usual) ? usual : (HAN_STYLES.find(complete) ?? usual);
  }
}
