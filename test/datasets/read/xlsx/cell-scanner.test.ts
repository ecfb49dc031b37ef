import fc from "fast-check";
import { expect, test } from "vitest";
import { SheetReader, type SheetRow } from "../../../../src/datasets/read/xlsx/sheet-rows";
import { XmlParser } from "../../../../src/datasets/read/xlsx/xml-parser";

function rowsOf(xml: string, cut: number): SheetRow[] {
  const reader = new SheetReader();
  const parser = new XmlParser(reader);
  parser.write(xml.slice(0, cut));
  parser.write(xml.slice(cut));
  parser.end();
  return reader.take();
}

const value = fc.constantFrom("1", "0.5", "-1E-7", "a", "&amp;", "a\r\nb", " x ", "", "é😀");
const inside = fc.oneof(
  value.map((text) => `<v>${text}</v>`),
  value.map((text) => `<v>${text}</v>`),
  value.map((text) => `<is><t>${text}</t></is>`),
  value.map((text) => `<is><t xml:space="preserve">${text}</t></is>`),
  value.map((text) => `<is><r><t>${text}</t></r><rPh><t>no</t></rPh></is>`),
  value.map((text) => `<f>SUM(A1)</f><v>${text}</v>`),
  value.map((text) => `<f>SUM(A1)</f><v><![CDATA[${text}]]></v>`),
  fc.constantFrom("", "<v/>", "<is/>", "<f>1</f>", "<v>1</v><extLst><ext/></extLst>"),
);
const attributes = fc
  .tuple(
    fc.constantFrom("", ' r="A1"', ' r="XFD1048576"', " r='B2'", ' r="c3"', ' r="$D$4"'),
    fc.constantFrom("", ' s="1"', ' s="12345"', ' s=" 2"', ' cm="1"'),
    fc.constantFrom(
      "",
      ' t="n"',
      ' t="s"',
      ' t="str"',
      ' t="inlineStr"',
      ' t="b"',
      ' t="e"',
      ' t="d"',
      ' t="x"',
      ' t = "s"',
    ),
  )
  .chain((all) => fc.shuffledSubarray(all, { minLength: 3 }))
  .map((all) => all.join(""));
const cell = fc
  .tuple(attributes, inside)
  .map(([list, xml]) => (xml === "" ? `<c${list}/>` : `<c${list}>${xml}</c>`));
const sheet = fc
  .array(
    fc.array(cell, { maxLength: 5 }).map((cells) => `<row>${cells.join("")}</row>`),
    { maxLength: 4 },
  )
  .map((rows) => `<worksheet><sheetData>${rows.join("")}</sheetData></worksheet>`);

/** With a prefix, every cell goes through the parser. */
const prefixed = (xml: string) => xml.replace(/<(\/?)(?=[a-z])/gi, "<$1x:");

test("a cell is the same whether it is read in one go or by the parser, wherever it is cut", () => {
  fc.assert(
    fc.property(sheet, fc.nat(400), (xml, cut) => {
      // References that no sheet has are refused by both.
      const outcome = (text: string) => {
        try {
          return rowsOf(text, cut);
        } catch (error) {
          return String(error);
        }
      };
      expect(outcome(xml)).toEqual(outcome(prefixed(xml)));
    }),
    { numRuns: 1_000 },
  );
});
