import { describe, expect, test } from "vitest";
import { escapeAttribute, escapeText } from "../../src/render/xml";
import { parseXml } from "./zip/well-formed";

describe("XML 1.0 text", () => {
  test.each([
    ["plain text stays as it is", "Grüße, 学生 'x' \"y\" \t\n", "Grüße, 学生 'x' \"y\" \t\n"],
    ["markup", `<a b="c">&amp;</a> ]]>`, `&lt;a b="c"&gt;&amp;amp;&lt;/a&gt; ]]&gt;`],
    ["carriage returns survive line-end normalisation", "a\r\nb", "a&#13;\nb"],
    ["what XML cannot carry is seen", "\u0000\u0008\u000b\u001f\ufffe\uffff", "\ufffd".repeat(6)],
    ["pairs stay, halves do not", "🎉\ud83d \udf89🎉", "🎉\ufffd \ufffd🎉"],
    ["a half before a pair", "\ud83d🎉", "\ufffd🎉"],
  ])("%s", (_, text, expected) => {
    expect(escapeText(text)).toBe(expected);
  });

  test("comes back from a parser exactly, as content and as an attribute", () => {
    const text = `<a> & "b" 'c'\t\n\r\n]]> 🎉 \u007f\u0085\u2028`;
    const xml = `<x y="${escapeAttribute(text)}">${escapeText(text)}</x>`;
    const [element] = parseXml(xml).children;
    expect(element?.text).toBe(text);
    expect(element?.attributes.y).toBe(text);
  });
});
