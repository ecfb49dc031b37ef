import { describe, expect, test } from "vitest";
import { filled, formOf, WORDS, wordsOf } from "../../../src/render/words";
import { ENGLISH } from "../../../src/render/words/english";

/** Every text of a table by its path, with the names that are filled in. */
function placeholders(words: object, path = ""): [string, string[]][] {
  return Object.entries(words).flatMap(([key, value]): [string, string[]][] => {
    const at = `${path}/${key}`;
    if (typeof value === "object" && value !== null) {
      if ("other" in value && !("pie" in value)) return [[at, namesIn(String(value.other))]];
      return placeholders(value, at);
    }
    return [[at, namesIn(String(value))]];
  });
}

const namesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe.each([...WORDS])("the words of %s", (_, words) => {
  test("fill in the same names as the English ones, and none is empty", () => {
    expect(placeholders(words)).toEqual(placeholders(ENGLISH));
    expect(JSON.stringify(words)).not.toContain('""');
  });

  test("end the page's number with the number of pages, which is written last", () => {
    expect(words.page.endsWith("{pages}")).toBe(true);
  });
});

test.each([
  ["de-AT", "Summe"],
  ["pt-BR", "Total"],
  ["zh-CN", "总计"],
  ["zh-TW", "總計"],
  ["zh-Hant-HK", "總計"],
  ["ar-EG", "Total"],
  ["not a locale", "Total"],
])("the word for a total in %s is %s", (locale, total) => {
  expect(wordsOf(locale).total).toBe(total);
});

test("English forms follow English rules where the language has no table", () => {
  expect(formOf(ENGLISH.row_count, 2, "ar")).toBe("{count} rows");
  expect(formOf(ENGLISH.row_count, 1, "ko")).toBe("{count} row");
});

test("what is filled in is not filled in again", () => {
  expect(filled("{title}, {count}", { title: "{count}", count: "1" })).toBe("{count}, 1");
});
