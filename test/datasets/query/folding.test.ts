import { describe, expect, it } from "vitest";
import { foldingOf } from "../../../src/datasets/query/sql/folding";

/** Every letter that has another case, as Unicode has it. */
const LETTERS = Array.from({ length: 0x1f000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((letter) => letter.toLowerCase() !== letter || letter.toUpperCase() !== letter);
const ALL = LETTERS.join("");

/** What SQL does with a text: ASCII by `lower`, then one replacement after another. */
function folded(text: string, { replacements }: ReturnType<typeof foldingOf>): string {
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return replacements.reduce((result, [letter, form]) => result.replaceAll(letter, form), lower);
}

describe("looking for text without regard to case", () => {
  it("finds each letter in all its forms and in no other", () => {
    for (const letter of LETTERS) {
      const folding = foldingOf(letter);
      const found = [...ALL].filter((other) => folded(other, folding).includes(folding.needle));
      expect(found, letter).toEqual(ALL.match(new RegExp(letter, "giu")));
    }
  });

  it("costs nothing for letters without a second form", () => {
    expect(foldingOf("5 % of 小明 _*[]\\")).toEqual({ needle: "5 % of 小明 _*[]\\", replacements: [] });
  });

  it("is the same whichever form is looked for", () => {
    expect(foldingOf("ÉCOLE")).toEqual(foldingOf("école"));
    expect(foldingOf("ΟΔΟΣ").needle).toBe(foldingOf("οδος").needle);
  });
});
