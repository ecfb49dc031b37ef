import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FontLibrary } from "../../../src/render/pdf/fonts/font-library";
import { drawnCodePoint } from "../../../src/render/pdf/fonts/shown-character";
import { shownCharacters } from "../../../src/render/pdf/text/shown-text";
import { cellFormatter } from "../../../src/render/values/format";
import { anyText } from "../values/any-text";
import { column, documentOf, sectionOf } from "../zip/sample-document";
import { readReport, squeezed } from "./read-pdf";
import { fontFiles } from "./rendered-pdf";
import { SCRIPTS } from "./scripts";

const reportOf = (texts: readonly string[]) =>
  documentOf(
    [
      sectionOf(
        "Texts",
        [column("No", "integer"), column("Text")],
        texts.map((text, at) => [at, text]),
      ),
    ],
    {
      locale: "en",
    },
  );

/** What is said about text as such: composed, without the invisible characters that only steer shaping. */
const plain = (text: string) =>
  squeezed([text.normalize("NFC").replace(/\p{Default_Ignorable_Code_Point}/gu, "")]);

describe("U15: text of every script", () => {
  test.each(SCRIPTS)("%s reads back as the same characters", async (_language, text) => {
    const { pages } = await readReport(reportOf([text]));
    expect(plain(pages.flat().join(""))).toContain(plain(text));
  });

  test.each(SCRIPTS)("%s has a glyph for each character, in regular and bold", async (_language, text) => {
    const library = new FontLibrary(fontFiles);
    await library.openIndex();
    for (const character of shownCharacters(text).map(drawnCodePoint)) {
      for (const weight of [400, 700] as const) {
        const name = library.find(character, weight, "sc");
        const slice = name === null ? null : await library.slice(name);
        expect(slice?.glyphOf(character), `U+${character.toString(16)}`).toBeGreaterThan(0);
      }
    }
  });

  test("U15: an emoji is one character on the page, and itself when copied", async () => {
    const family = "👨‍👩‍👧";
    const people = shownCharacters(`${family} 1️⃣`).map(drawnCodePoint);
    expect(people.filter((code) => code === 0x1f468)).toHaveLength(1);
    const { pages } = await readReport(reportOf([`at ${family} home`, "flag 🇩🇪", "key 1️⃣", "thumb 👍🏽"]));
    const text = pages.flat().join("|");
    // pdf.js leaves joiners out of what it reads.
    for (const part of ["at 👨👩👧 home", "flag 🇩🇪", "key 1️⃣", "thumb 👍🏽"]) expect(text).toContain(part);
  });

  test("U15: what no font has is said, and itself when copied", async () => {
    const { pages } = await readReport(reportOf(["ქართ", "ართ"]));
    const text = pages.flat().join("|");
    expect(text).toContain("ქართ");
    expect(text).toContain("� stands for 4 characters that the fonts of this file do not have");
  });

  test("a mark that no font has leaves its letter readable", async () => {
    const text = "Z\u036b\u033e";
    const { pages } = await readReport(reportOf([text]));
    expect(pages.flat().join("|")).toContain(text);
    expect(pages.flat().join("|")).not.toContain("\ufffd");
  });

  const LOCALES =
    "ar-EG cs da-DK de-CH de-DE en-IN es-ES fa-IR fi fr-CA fr-FR he hi hu id it ja ko nb nl pl pt-BR ro ru sv th tr uk vi zh-CN zh-TW";
  test.each(LOCALES.split(" "))("numbers and dates of %s have a glyph for each character", async (locale) => {
    const library = new FontLibrary(fontFiles);
    await library.openIndex();
    const columns = [
      column("Number", "number"),
      column("Money", "number", "currency:EUR"),
      column("Share", "number", "percent"),
      column("Size", "number", "bytes"),
      column("Time", "number", "duration"),
      column("Day", "date"),
      column("At", "datetime"),
    ];
    const cells = [-1234567.5, -1234567.5, 0.125, 1_500_000, 93_784, "2026-11-21", "2026-11-21T09:31:07Z"];
    const texts = columns.map((of, at) => cellFormatter(of, locale, "Europe/Berlin")(cells[at] ?? null));
    for (const character of texts.flatMap(shownCharacters).map(drawnCodePoint)) {
      expect(library.find(character, 400, "sc"), `U+${character.toString(16)}`).not.toBeNull();
    }
  });

  test("titles, headings, filters and headers are in any script too", async () => {
    const { pages, info, bookmarks } = await readReport(
      documentOf([sectionOf("Студенты", [column("氏名"), column("الدرجة", "number")], [["山田", 1]])], {
        title: "成绩单 Ведомость",
        description: "שלום",
        filters: [{ label: "वर्ग", text: "स्कूल" }],
      }),
    );
    const text = pages.flat().join("|");
    for (const part of ["成绩单 Ведомость", "שלום", "वर्ग: स्कूल", "Студенты", "氏名", "الدرجة"]) {
      expect(text).toContain(part);
    }
    expect(info.Title).toBe("成绩单 Ведомость");
    expect(bookmarks).toEqual(["Студенты"]);
  });

  test("a character that no font has copies as itself", async () => {
    const { pages } = await readReport(reportOf(["party 🎉 and 𐍈"]));
    expect(pages.flat()).toContain("party 🎉 and 𐍈");
  });

  test("right-to-left lines end at the right edge of their column, and so does a whole report's table", async () => {
    const { placed } = await readReport(reportOf(["سلام", "سلام عليكم", "left"]));
    const edge = (text: string) => placed.find((one) => one.text === text);
    expect(edge("سلام")?.right).toBeCloseTo(edge("سلام عليكم")?.right ?? 0, 0);
    expect(edge("سلام")?.left).toBeGreaterThan(edge("left")?.right ?? Number.POSITIVE_INFINITY);
    const columns = [column("Erste"), column("Zweite")];
    const arabic = await readReport(
      documentOf([sectionOf("A", columns, [["one", "two"]])], { locale: "ar" }),
    );
    const [one, two] = ["one", "two"].map((text) => arabic.placed.find((placed) => placed.text === text));
    expect(one?.left).toBeGreaterThan(two?.right ?? Number.POSITIVE_INFINITY);
  });
});

describe("hostile text", () => {
  test("delimiters of PDF strings are characters like others", async () => {
    const texts = ["a(b)c", "))((", "back\\slash\\", "\\051 \\n", "<0041>", "% no comment", "ET Q endstream"];
    const { pages } = await readReport(reportOf(texts));
    for (const text of texts) expect(pages.flat()).toContain(text);
  });

  test("line breaks of all kinds begin a new line, tabs are spaces", async () => {
    const { pages } = await readReport(reportOf(["one\r\ntwo\rthree\nfour\u2028five\tsix"]));
    const text = pages.flat().join("|");
    expect(text).toMatch(/one\|two\|three\|four\|five[\s|]+six/);
  });

  test("control characters and lone surrogates are shown as replaced, and harm nothing", async () => {
    const { pages } = await readReport(reportOf(["a\u0000b", "c\u001bd\u0085e", "f\ud800g", "\udc00"]));
    const text = squeezed(pages.flat());
    expect(text).toContain("a\ufffdb");
    expect(text).toContain("c\ufffdd");
    expect(text).toContain("f\ufffdg");
  });

  test("any text leaves what stands around it readable", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 8 }), async (texts) => {
        const { pages } = await readReport(reportOf(["first", ...texts, "last"]));
        const found = pages.flat();
        expect(found.indexOf("last")).toBeGreaterThan(found.indexOf("first"));
        expect(found.at(-1)).toMatch(/^Page \d+ of \d+$/);
      }),
      { numRuns: 25 },
    );
  });
});
