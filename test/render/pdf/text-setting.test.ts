import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textOf } from "../../../src/render/pdf/fonts/shown-character";
import { joinArabic } from "../../../src/render/pdf/text/arabic";
import { paragraphLevel, visualOrder } from "../../../src/render/pdf/text/bidi";
import { breakLines } from "../../../src/render/pdf/text/line-break";
import { breakClasses } from "../../../src/render/pdf/text/word-break";

describe("line breaking", () => {
  const broken = (text: string, width: number) => {
    const pieces = Array.from(text);
    const advances = pieces.map(() => 1);
    const ranges = breakLines(advances, breakClasses(text, pieces, advances), width);
    const lines: string[] = [];
    for (let at = 0; at < ranges.length; at += 2)
      lines.push(pieces.slice(ranges[at], ranges[at + 1]).join(""));
    return lines;
  };

  test.each([
    ["between words", "one two three", 7, ["one two", "three"]],
    ["after hyphens between letters", "well-known thing", 6, ["well-", "known", "thing"]],
    ["not inside dates and negative numbers", "at 2026-11-21 -5", 10, ["at", "2026-11-21", "-5"]],
    ["inside a word that is wider than a line", "abcdefgh", 3, ["abc", "def", "gh"]],
    ["rather after punctuation inside codes", "alpha_beta.gamma", 8, ["alpha_", "beta.", "gamma"]],
    [
      "anywhere between ideographs, but no line begins with a full stop",
      "日本語。日本",
      3,
      ["日本", "語。日", "本"],
    ],
    ["between Korean words", "모든 인간은", 4, ["모든", "인간은"]],
    ["between Thai words", "มนุษย์ทั้งหลาย", 8, ["มนุษย์", "ทั้งหลาย"]],
    ["not before marks that French spaces", "bien !", 5, ["bien", "!"]],
    ["at the text's own spaces only once", "a  b", 1, ["a", "b"]],
  ])("%s", (_how, text, width, lines) => {
    if (text === "bien !") expect(broken("est bien !", 6)).toEqual(["est", "bien !"]);
    else expect(broken(text, width)).toEqual(lines);
  });

  test("loses nothing but spaces, and no line is too wide", () => {
    const texts = fc.string({ unit: fc.constantFrom(..."ab -/.,(日。語ก ่"), maxLength: 60 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 12 }), (text, width) => {
        const lines = broken(text, width);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
        for (const line of lines)
          expect(Array.from(line.replace(/\p{M}/gu, "")).length).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe("visual order (UAX 9)", () => {
  /** As in the annex's examples: what is drawn from left to right. */
  const drawn = (text: string) => {
    const characters = Array.from(text);
    const { order } = visualOrder(characters, paragraphLevel(text));
    return order.map((at) => characters[at]).join("");
  };

  test.each([
    ["Latin stays", "abc 123 (d)", "abc 123 (d)"],
    ["Hebrew turns", "אבג", "גבא"],
    ["Hebrew in Latin", "car אבג end", "car גבא end"],
    ["Latin in Hebrew", "אבג car דה", "הד car גבא"],
    ["numbers keep their order", "אבג 123.5 דה", "הד 123.5 גבא"],
    [
      "brackets around Latin",
      "אבג (car) דה",
      "הד (car) גבא".replace("(", "\u0001").replace(")", "(").replace("\u0001", ")"),
    ],
    ["brackets belong to what they hold", "אבג a (b)", "a (b) גבא"],
    ["Arabic numbers after Arabic letters", "سلام 12-13", "13-12 مالس"],
    ["a percent sign stays with its number", "אבג 50%", "50% גבא"],
    ["marks turn with their letter", "שָב", "בָש"],
  ])("%s", (_what, logical, visual) => {
    expect(drawn(logical)).toBe(visual);
  });
});

describe("Arabic joining", () => {
  const shapes = (text: string) =>
    joinArabic(Array.from(text, (character) => character.codePointAt(0) ?? 0))
      .map((character) => (character & 0x1fffff).toString(16))
      .join(" ");

  test.each([
    ["initial, medial, final", "بحث", "fe91 fea4 fe9a"],
    ["isolated after a letter that does not join", "دار", "fea9 fe8d fead"],
    ["marks are looked through", "بَد", "fe91 64e feaa"],
    ["lam and alef become one shape", "سلام", "feb3 644 fefc fee1"],
    ["a non-joiner parts what would join", "می‌آ", "fee3 fbfd 200c fe81"],
    ["tatweel joins", "بـ", "fe91 640"],
  ])("%s", (_what, text, expected) => {
    expect(shapes(text)).toBe(expected);
  });

  test("joined shapes stand for the letters that were written", () => {
    const text = "السلام عليكم ولا بأس";
    const shown = joinArabic(Array.from(text, (character) => character.codePointAt(0) ?? 0));
    expect(shown.map(textOf).join("")).toBe(text);
  });
});
