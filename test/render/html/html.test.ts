import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cell, Chart, ReportDocument } from "../../../src/render/document";
import { htmlRenderer } from "../../../src/render/html";
import { anyText } from "../values/any-text";
import { renderedText } from "../values/rendered";
import { column, documentOf, FIGURES, SUMMARY, SUMMED, sectionOf } from "../zip/sample-document";
import { readPage } from "./read-page";

const pageOf = async (document: ReportDocument, selectors: string[] = []) =>
  readPage(await renderedText(htmlRenderer, document), selectors);

const people = sectionOf(
  "Grades",
  [
    column("Name"),
    column("Grade", "number"),
    column("Fee", "number", "currency:USD"),
    column("Born", "date"),
  ],
  [
    ["Alice", 95.5, 1234.5, "2010-02-03"],
    ["محمد", null, -12, null],
  ],
);

const chart: Chart = {
  type: "bar",
  title: "Grade by Name",
  x_label: "Name",
  y_label: "Grade",
  labels: ["Alice", "Bob"],
  series: [{ label: "Grade", data: [95.5, 87] }],
  points_total: 60,
};

describe("C4: the page", () => {
  test("B19: says why a chart is not there, in the words of its locale", async () => {
    const missing_chart = { type: "bar", reason: "no_numbers" } as const;
    const section = sectionOf("Names", [column("Name")], [["Ann"]], { missing_chart });
    const { texts } = await pageOf(documentOf([section], { locale: "de-DE" }), ["p.cut", ".facts dt"]);
    expect(texts["p.cut"]).toEqual(["Balkendiagramm entfällt: keine Spalte enthält Zahlen."]);
    expect(texts[".facts dt"]).toEqual(["Erstellt", "Filter"]);
  });

  test("holds every row, formatted for people", async () => {
    const { headers, rows } = await pageOf(documentOf([people]));
    expect(headers).toEqual(["Name", "Grade", "Fee", "Born"]);
    expect(rows).toEqual([
      ["Alice", "95.5", "$1,234.50", "Feb 3, 2010"],
      ["محمد", "", "-$12.00", ""],
    ]);
  });

  test("says what it is, when it was made, and from which rows (X70)", async () => {
    const cut = { ...people, rows_total: 25_314, truncated: true };
    const page = await pageOf(documentOf([cut]), [
      "title",
      "h1",
      ".lead",
      "time",
      ".facts li",
      ".count bdi",
      "h2",
    ]);
    expect(page.texts).toEqual({
      title: ["Grades & fees"],
      h1: ["Grades & fees"],
      ".lead": ["All students of 2026"],
      time: ["Nov 21, 2026, 10:31 CET (Europe/Berlin)"],
      ".facts li": ["Grade between 60 and 100"],
      ".count bdi": ["2 of 25,314 rows (cut at the limit)"],
      h2: ["Grades"],
    });
  });

  test("has a section each, and a list of them when there are several", async () => {
    const page = await pageOf(documentOf([people, { ...people, title: "Again" }]), [
      "h2",
      ".contents a",
      ".contents small bdi",
      ".count bdi",
    ]);
    expect(page.texts).toEqual({
      h2: ["Grades", "Again"],
      ".contents a": ["Grades", "Again"],
      ".contents small bdi": ["2 rows", "2 rows"],
      ".count bdi": ["2 rows", "2 rows"],
    });
    expect(page.rows).toHaveLength(4);
  });

  test("a section without rows says so and has no table", async () => {
    const page = await pageOf(documentOf([sectionOf("Grades", [column("Name")], [])]), [".none bdi"]);
    expect(page.texts[".none bdi"]).toEqual(["No rows"]);
    expect(page.tags.filter((tag) => tag.startsWith("t"))).toEqual(["title", "time datetime"]);
  });

  test("U19: an early end of the rows is an error", async () => {
    const short = { ...people, rows_written: 3 };
    await expect(renderedText(htmlRenderer, documentOf([short]))).rejects.toThrow(
      "2 rows where 3 were promised",
    );
  });

  test.each([
    ["ar", "rtl"],
    ["he", "rtl"],
    ["de-DE", "ltr"],
    ['"><script>', "ltr"],
  ])("is written in the direction of its locale: %s %s", async (locale, direction) => {
    const html = await renderedText(htmlRenderer, documentOf([people], { locale }));
    const language = locale.startsWith('"') ? "en" : locale;
    expect(html).toContain(`<html lang="${language}" dir="${direction}">`);
  });
});

describe("sections of text, of figures and of rows with sums", () => {
  test("text has paragraphs with their line breaks, and lists", async () => {
    const page = await pageOf(documentOf([SUMMARY]), ["h2", ".text p", ".text li"]);
    expect(page.texts).toEqual({
      h2: ["Summary"],
      ".text p": ["Grades <rose>.\nAgain.", "Look at:"],
      ".text li": ["7B & 7C", "王小明"],
    });
  });

  test("figures are cards with their values for people", async () => {
    const page = await pageOf(documentOf([FIGURES]), [".about", ".figures dt", ".figures dd"]);
    expect(page.texts).toEqual({
      ".about": ["At a glance"],
      ".figures dt": ["Students", "Late", "Average", "Best"],
      ".figures dd": ["12,345", "12.5%", "81.24", "王小明"],
    });
  });

  test("B28: sums are marked and called so; only data rows are counted", async () => {
    const page = await pageOf(documentOf([SUMMED]), [".count bdi", "tr.subtotal td", "tr.total td"]);
    expect(page.rows).toHaveLength(6);
    expect(page.texts).toEqual({
      ".count bdi": ["3 rows"],
      "tr.subtotal td": ["7A", "Subtotal", "€30.00", "", "7B", "Subtotal", "€5.50", ""],
      "tr.total td": ["Total", "", "€35.50", ""],
    });
  });

  test("a sum of nothing is shown all the same", async () => {
    const none = sectionOf("None", [column("Name"), column("Fee", "integer")], [[null, 0, 0]]);
    const page = await pageOf(documentOf([{ ...none, rows_written: 0, rows_total: 0, summary_rows: 1 }]));
    expect(page.rows).toEqual([["Total", "0"]]);
  });
});

describe("C8: the chart is inline SVG", () => {
  test("with a name, marks that say their value, and what was left out", async () => {
    const page = await pageOf(documentOf([{ ...people, chart }]), [
      "figcaption",
      "svg rect title",
      "figure p",
    ]);
    expect(page.tags).toContain("svg viewbox role aria-label direction");
    expect(page.texts).toEqual({
      figcaption: ["Grade by Name"],
      "svg rect title": ["Alice: 95.5", "Bob: 87"],
      "figure p": ["2 of 60 points shown: the first"],
    });
  });
});

describe("the page is self-contained and harmless", () => {
  test("it has no script and loads nothing", async () => {
    const html = await renderedText(htmlRenderer, documentOf([{ ...people, chart }]));
    const { tags } = await readPage(html);
    const names = new Set(tags.map((tag) => tag.split(" ")[0]));
    for (const name of ["script", "link", "img", "iframe", "object", "base", "form"])
      expect(names).not.toContain(name);
    expect(html).not.toMatch(/url\(|@import|\ssrc=|https?:\/\//);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
  });

  // From swisskyrepo/PayloadsAllTheThings, XSS Injection/Intruders/xss_payloads_quick.txt (MIT).
  const payloads = [
    "javascript:alert(1)//INJECTX",
    "<svg/onload=alert(1)>//INJECTX",
    "<img src=x onerror=prompt(1)>//INJECTX",
    '<a href="javascript:alert(1)" onmouseover=alert(1)>INJECTX HOVER</a>',
    ' onmouseover="document.cookie=true;">//INJECTX',
    "<svg><script>/<@/>alert(1)</script>//INJECTX",
    "<iframe/onload=alert(/INJECTX/)>",
    "<svg/onload=alert`INJECTX`>",
    "}alert(/INJECTX/);{//",
    "<button form=test onformchange=alert(1)>//INJECTX",
    "<script>$=1,alert($)</script>//INJECTX",
    '<!--<img src="--><img src=x onerror=alert(1)//">//INJECTX',
    "<img/src='x'onerror=alert(1)>//INJECTX",
    "<script>alert(1)<!--INJECTX",
    "</td></tr></table><h1>out</h1>",
    "</title></style></textarea>--><b>",
    "&lt;b&gt; &amp; &#60;",
  ];

  /** A report in which the text stands wherever a text can come from data. */
  function everywhere(text: string): ReportDocument {
    const columns = [
      { name: text, label: text, type: "string", format: text } as const,
      { name: text, label: text, type: "number", format: text } as const,
      { name: text, label: text, type: "date" } as const,
    ];
    const drawn = { ...chart, title: text, x_label: text, y_label: text, labels: [text, text] };
    const section = sectionOf(text, columns, [[text, text, text]], { name: text, chart: drawn });
    const filters = [{ label: text, text }];
    return documentOf([section, section], { title: text, description: text, generated_at: text, filters });
  }

  test.each(payloads)("%j adds no element and no attribute", async (payload) => {
    const attacked = await pageOf(everywhere(payload));
    const harmless = await pageOf(everywhere("x".repeat(payload.length)));
    expect(attacked.tags).toEqual(harmless.tags);
    expect(attacked.rows).toEqual([
      [payload, payload, payload],
      [payload, payload, payload],
    ]);
    expect(attacked.headers).toEqual([payload, payload, payload, payload, payload, payload]);
  });

  test("any text comes back from its cell, and from nowhere else", async () => {
    const tricky = fc.string({
      unit: fc.constantFrom("<", ">", "&", '"', "'", "\r", "\n", "\0", "a", "/", "!", "-"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(tricky, anyText)), async (cells: Cell[]) => {
        const rows = cells.map((cell) => [cell]);
        const page = await pageOf(documentOf([sectionOf("Main", [column("a")], rows)]));
        const expected = cells.map((cell) => [String(cell).toWellFormed().replaceAll("\0", "\ufffd")]);
        expect(page.rows).toEqual(expected);
        expect(page.tags.filter((tag) => tag === "td dir")).toHaveLength(cells.length);
      }),
      { numRuns: 30 },
    );
  });
});

describe("widths", () => {
  test("a column of text is as wide as what it holds, up to a width that reads well when wrapped", async () => {
    const columns = [
      { ...column("Region"), longest: "South" },
      { ...column("Note"), longest: "word ".repeat(40) },
    ];
    const html = await renderedText(htmlRenderer, documentOf([sectionOf("Data", columns, [["South", "a"]])]));
    expect(html).toContain("#section-1 td:nth-child(1){min-width:min(5ch + 1.5rem,var(--readable))}");
    expect(html).toContain("#section-1 td:nth-child(2){min-width:min(200ch + 1.5rem,var(--readable))}");
  });

  test("a table wider than paper is printed on a page as wide as it is, the only one with its title", async () => {
    const wide = sectionOf(
      "Wide",
      Array.from({ length: 60 }, (_, at) => column(`Column ${at}`)),
      [],
    );
    const both = await renderedText(htmlRenderer, documentOf([people, wide]));
    expect(both).toMatch(/@page wide-2\{size:\d{4}mm 210mm\}\n@media print\{#section-2\{page:wide-2\}\}/);
    expect(both).not.toContain("@page wide-1");
    const alone = await renderedText(htmlRenderer, documentOf([wide]));
    expect(alone).toContain("@media print{.page{page:wide-1}}");
  });

  test("a wide table scrolls in its own box, which the keyboard reaches; an empty one has none", async () => {
    const empty = sectionOf("Empty", [column("Name")], []);
    const html = await renderedText(htmlRenderer, documentOf([people, empty]));
    expect(
      html.match(/<div class="wide" role="group" aria-labelledby="title-1" tabindex="0">\n<table>/g),
    ).toHaveLength(1);
    expect(html.match(/<\/table>\n<\/div>\n<\/section>/g)).toHaveLength(1);
    expect(html).toMatch(/\.wide\{overflow:auto/);
  });
});
