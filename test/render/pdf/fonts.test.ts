import { describe, expect, test } from "vitest";
import { FamilyCoverage } from "../../../src/render/pdf/fonts/coverage";
import { FontLibrary } from "../../../src/render/pdf/fonts/font-library";
import { FontSlice } from "../../../src/render/pdf/fonts/font-slice";
import { WideFont } from "../../../src/render/pdf/fonts/wide-font";
import { DevanagariShaper } from "../../../src/render/pdf/text/devanagari";
import { HanChoice } from "../../../src/render/pdf/text/han-choice";
import { fontFiles } from "./rendered-pdf";

async function sliceNamed(name: string): Promise<FontSlice> {
  const bytes = await fontFiles.font(`${name}.ttf`);
  if (!bytes) throw new Error(`no ${name}`);
  return new FontSlice(name, bytes);
}

async function openLibrary(): Promise<FontLibrary> {
  const library = new FontLibrary(fontFiles);
  await library.openIndex();
  return library;
}

interface Tables {
  readonly view: DataView;
  readonly at: Readonly<Record<string, number>>;
}

/** The table directory of a TrueType file. */
function tablesOf(font: Uint8Array): Tables {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const at: Record<string, number> = {};
  for (let index = 0; index < view.getUint16(4); index++) {
    const entry = 12 + 16 * index;
    const tag = new TextDecoder("latin1").decode(font.subarray(entry, entry + 4));
    at[tag] = view.getUint32(entry + 8);
  }
  return { view, at };
}

describe("coverage", () => {
  test("ranges count from the end of the range before, in base 36", () => {
    const family = new FamilyCoverage([
      { name: "a", coverage: "w.2n,2" },
      { name: "b", coverage: "a" },
    ]);
    expect([10, 31, 32, 126, 127, 128, 129, 130].map((code) => family.sliceOf(code))).toEqual([
      "b",
      null,
      "a",
      "a",
      null,
      null,
      "a",
      null,
    ]);
  });

  test("slices have the glyphs that the index says they have", async () => {
    const library = await openLibrary();
    for (const text of [
      "AzÄ€",
      "ЖѢ",
      "Ωἀ",
      "ệ",
      "אב",
      "عپ",
      "कज्ञ",
      "ไท",
      "们骨",
      "骨〇あア",
      "骨한글",
      "★①→",
      "✓✗😀🎉",
    ]) {
      for (const character of text) {
        const code = character.codePointAt(0) ?? 0;
        const name = library.find(code, 400, "jp");
        expect(name, character).not.toBeNull();
        if (name) expect((await library.slice(name)).glyphOf(code), character).toBeGreaterThan(0);
      }
    }
    expect(library.find(0x10348, 400, "sc")).toBeNull();
  });

  test("bold is taken where there is one", async () => {
    const library = await openLibrary();
    expect(library.find(0x416, 700, "sc")).toBe("noto-sans-cyrillic-700");
    expect(library.find(0x5e74, 700, "jp")).toMatch(/^noto-sans-jp-\d+-400$/);
  });
});

describe("Han characters", () => {
  test.each([
    ["en", "ひらがな漢字", "jp"],
    ["en", "한국 漢字", "kr"],
    ["en", "汉字", "sc"],
    ["ja", "東京", "jp"],
    ["ko-KR", "東京", "kr"],
    ["zh-CN", "东京", "sc"],
    // Simplified characters are in no Japanese font.
    ["ja", "们这个", "sc"],
  ])("a report in %s shows %s in the %s style", async (locale, text, style) => {
    expect(new HanChoice(locale, await openLibrary()).styleOf(text)).toBe(style);
  });

  test("without a telling locale, a Japanese text decides for those that do not tell", async () => {
    const choice = new HanChoice("en", await openLibrary());
    choice.learn(["Latin", "これは"]);
    expect(choice.styleOf("東京")).toBe("jp");
  });
});

describe("the embedded font", () => {
  test("holds the outlines and widths of its slices, parts of composites included", async () => {
    const library = await openLibrary();
    const font = new WideFont(library, 400);
    const text = "Ωż日ệ";
    const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
    await font.load(codes, "sc");
    const { view, at } = tablesOf(font.outlines.toTrueType());
    const [glyf = 0, loca = 0, hmtx = 0, maxp = 0] = [at.glyf, at.loca, at.hmtx, at.maxp];
    const count = view.getUint16(maxp + 4);
    const span = (glyph: number) =>
      [view.getUint32(loca + 4 * glyph), view.getUint32(loca + 4 * glyph + 4)] as const;
    for (let glyph = 0; glyph < count; glyph++) expect(span(glyph)[1]).toBeGreaterThanOrEqual(span(glyph)[0]);
    for (const code of codes) {
      const { hex, advance, slice, index } = font.shown(code, "sc");
      const glyph = Number.parseInt(hex, 16);
      const source = (await library.slice(slice)).outlineOf(index);
      const [start, end] = span(glyph);
      expect(end - start).toBeGreaterThanOrEqual(source.bytes.length);
      expect(view.getUint16(hmtx + 4 * glyph)).toBe(advance);
      const contours = view.getInt16(glyf + start);
      expect(contours).toBe(source.bytes.readInt16BE(0));
      if (contours === -1) expect(view.getUint16(glyf + start + 12)).toBeLessThan(count);
      else
        expect(
          source.bytes.compare(
            new Uint8Array(view.buffer, view.byteOffset + glyf + start, source.bytes.length),
          ),
        ).toBe(0);
    }
  });

  test("a character that no slice has gets the replacement glyph, and its own text", async () => {
    const font = new WideFont(await openLibrary(), 400);
    await font.load([0x10348, 0xfffd], "sc");
    const [gothic, replacement] = [font.shown(0x10348, "sc"), font.shown(0xfffd, "sc")];
    expect([gothic.slice, gothic.index]).toEqual([replacement.slice, replacement.index]);
    expect([gothic.text, replacement.text]).toEqual(["𐍈", "\ufffd"]);
  });
});

describe("Devanagari syllables", () => {
  test.each([
    ["the sign i stands before its consonants", "कि", ["i", "क"]],
    ["a conjunct is one shape", "क्ष", [1]],
    ["a half form and a full one", "स्त", [2]],
    ["reph follows what it sits on", "र्म", ["म", "reph"]],
    ["a non-joiner keeps the virama", "क्‌ष", ["क", "virama", "ष"]],
  ])("%s", async (_what, syllable, expected) => {
    const slice = await sliceNamed("noto-sans-devanagari-devanagari-400");
    const glyphs = new DevanagariShaper(slice).shape(syllable);
    // In logical order whatever is drawn first, so that the text can be copied.
    expect(glyphs.map(({ text }) => text).join("")).toBe(syllable);
    if (typeof expected[0] === "number") expect(glyphs).toHaveLength(expected[0]);
    const named: Record<string, number> = { i: slice.glyphOf(0x93f), virama: slice.glyphOf(0x94d) };
    expected.forEach((name, at) => {
      if (typeof name === "number") return;
      if (name === "reph") expect(glyphs[at]?.glyph).not.toBe(slice.glyphOf(0x930));
      else expect(glyphs[at]?.glyph).toBe(named[name] ?? slice.glyphOf(name.codePointAt(0) ?? 0));
    });
  });
});
