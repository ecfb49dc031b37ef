import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { XmlParser } from "../../../../src/datasets/read/xlsx/xml-parser";
import { attribute, prefixedAttribute } from "../../../../src/datasets/read/xlsx/xml-text";

/** What is in a document, texts put together. */
function eventsOf(pieces: readonly string[]): string[] {
  const events: string[] = [];
  let text = "";
  const add = (event: string) => {
    if (text !== "") events.push(`text ${text}`);
    text = "";
    events.push(event);
  };
  const parser = new XmlParser({
    open: (name, attributes) =>
      add(`open ${name} ${attribute(attributes, "a")} ${attribute(attributes, "b")}`),
    close: (name) => add(`close ${name}`),
    text: (more) => {
      text += more;
    },
  });
  for (const piece of pieces) parser.write(piece);
  parser.end();
  return events;
}

/** The same by a parser that is not ours. */
function saxesEvents(document: string): string[] {
  const events: string[] = [];
  let text = "";
  const add = (event: string) => {
    if (text !== "") events.push(`text ${text}`);
    text = "";
    events.push(event);
  };
  const parser = new SaxesParser();
  let depth = 0;
  const more = (piece: string) => {
    if (depth > 0) text += piece;
  };
  parser.on("opentag", ({ name, attributes }) => {
    depth += 1;
    add(`open ${name} ${attributes.a} ${attributes.b}`);
  });
  parser.on("closetag", ({ name }) => {
    depth -= 1;
    add(`close ${name}`);
  });
  parser.on("text", more);
  parser.on("cdata", more);
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(document).close();
  return events;
}

const name = fc.constantFrom("a", "row", "x14:c", "été", "b-1.2");
const words = fc.constantFrom(
  "x",
  " ",
  "\n",
  "\r\n",
  "&amp;",
  "&#x1F600;",
  "&#65;",
  "é😀",
  '"',
  "'",
  ">",
  "&lt;",
);
const text = fc.array(words, { maxLength: 6 }).map((parts) => parts.join(""));
const quoted = fc.oneof(
  text.map((value) => `"${value.replace(/["\r\n]/g, "")}"`),
  text.map((value) => `'${value.replace(/['\r\n]/g, "")}'`),
);
const attributes = fc
  .tuple(fc.option(quoted), fc.option(quoted))
  .map(([a, b]) => `${a ? ` a=${a}` : ""}${b ? `\n b = ${b} ` : ""}`);
const { element } = fc.letrec<{ element: string; inside: string }>((tie) => ({
  element: fc
    .tuple(name, attributes, fc.option(tie("inside"), { freq: 3 }))
    .map(([tag, list, inside]) =>
      inside === null ? `<${tag}${list}/>` : `<${tag}${list}>${inside}</${tag}>`,
    ),
  inside: fc
    .array(
      fc.oneof(
        { depthSize: "small" },
        text,
        fc.constantFrom("<!-- > -- <b> -->".replace("-- <", "<"), "<![CDATA[<c> & ]] >]]>", "<?go <on> ?>"),
        tie("element"),
      ),
      { maxLength: 4 },
    )
    .map((parts) => parts.join("")),
}));
const document = fc
  .tuple(fc.constantFrom("", '<?xml version="1.0"?>\n', "<!-- first -->"), element)
  .map((parts) => `${parts.join("")}\n`);

describe("documents", () => {
  test("any of them is read as saxes reads it, wherever it is cut", () => {
    fc.assert(
      fc.property(document, fc.array(fc.nat(60), { maxLength: 8 }), (xml, cuts) => {
        const pieces: string[] = [];
        let at = 0;
        for (const cut of cuts) {
          pieces.push(xml.slice(at, at + cut));
          at += cut;
        }
        // A prefix of the root is taken off by ours alone.
        fc.pre(!/^\s*(?:<[?!][^>]*>\s*)?<x14:/.test(xml));
        expect(eventsOf([...pieces, xml.slice(at)])).toEqual(saxesEvents(xml));
      }),
      { numRuns: 500 },
    );
  });

  test("one character at a time", () => {
    const xml = "<?xml version=\"1.0\"?><a b='1'>x &amp; y\r\n<!-- c --><![CDATA[]]]]><c/></a>";
    expect(eventsOf([...xml])).toEqual([
      "open a undefined 1",
      "text x & y\n]]",
      "open c undefined undefined",
      "close c",
      "close a",
    ]);
  });

  test("the root's prefix is taken off, others stay", () => {
    expect(eventsOf(["<x:a xmlns:x='n'><x:b/><y:b/></x:a>"])).toEqual([
      "open a undefined undefined",
      "open b undefined undefined",
      "close b",
      "open y:b undefined undefined",
      "close y:b",
      "close a",
    ]);
  });

  test.each([
    ["<a><b></a></b>", "the end of a has no beginning"],
    ["<a/><b/>", "it has two roots"],
    ["<a", "it breaks off"],
    ["<a><!-- ", "it breaks off"],
    ["<a>&amp</a>", '"&amp" is no known reference'],
    ["<a>&#0;</a>", '"&#0;" is no known reference'],
    ["<a <b/>", "a tag stands inside another"],
    ["< a/>", "a tag has no name"],
    ['<a a="1/>', "it breaks off"],
    ["<![CDATA[x]]><a/>", "text stands outside the root"],
    ["<!ELEMENT a><a/>", "it has a DTD, which is refused"],
  ])("%s is refused", (xml, message) => {
    expect(() => eventsOf([xml])).toThrow(message);
  });

  test("a tag that never ends is given up", () => {
    expect(() =>
      eventsOf([
        "<a ",
        ..."x"
          .repeat(20)
          .split("")
          .map(() => "x".repeat(60_000)),
      ]),
    ).toThrow("a tag is too long");
  });
});

describe("attributes", () => {
  test.each([
    [' r="A1" s="2"', "s", "2"],
    [" r='A1' s = \"2\"", "s", "2"],
    [' ar="1" r="2"', "r", "2"],
    [' x:r="1" r="2"', "r", "2"],
    [" a=\"r='1'\" r='2'", "r", "2"],
    [' a="&lt;&#10;"', "a", "<\n"],
    [' a=""', "a", ""],
    [' a="1"', "b", undefined],
    ["", "a", undefined],
  ])("%s: %s is %s", (written, wanted, value) => {
    expect(attribute(written, wanted)).toBe(value);
  });

  test("behind any prefix", () => {
    expect(prefixedAttribute(' name="x:id=1" sheetId="1" rel:id="rId3"', "id")).toBe("rId3");
    expect(prefixedAttribute(' sheetId="1" id="rId3"', "id")).toBeUndefined();
  });

  test("without a value are refused", () => {
    expect(() => attribute(" a=1", "a")).toThrow("an attribute has no value");
  });
});
