import { describe, expect, test } from "vitest";
import { CHART_TYPES, type Chart } from "../../../src/render/document";
import { docxRenderer } from "../../../src/render/docx";
import { collect } from "../zip/read-zip";
import {
  CSV_INJECTIONS,
  column,
  documentOf,
  FIGURES,
  generatedSection,
  SUMMARY,
  SUMMED,
  sectionOf,
} from "../zip/sample-document";
import { type Element, elements } from "../zip/well-formed";
import { openDocument, styleOf, textOfRuns } from "./open-document";

const columns = [
  column("Name"),
  column("Grade", "number"),
  column("Born", "date"),
  column("Passed", "boolean"),
];
const rows = [
  ["Ada", 1234.5, "1815-12-10", true],
  ["Alan", -2, null, false],
] as const;

const val = (element: Element | undefined) => element?.attributes["w:val"];

describe("document", () => {
  test("says what it is and what it holds, with a heading per section", async () => {
    const { paragraphs, tables } = await openDocument(
      documentOf([
        sectionOf("Students", columns, rows),
        sectionOf("Cut", [column("Name")], [["Bob"]], { rows_total: 9000, truncated: true }),
        sectionOf("Empty", columns, []),
      ]),
    );
    expect(paragraphs()).toEqual([
      "Title: Grades & fees",
      "Normal: All students of 2026",
      "Note: Generated Nov 21, 2026, 10:31 CET (Europe/Berlin)",
      "Note: Filters: Grade: between 60 and 100",
      "Heading1: Students",
      "TableNote: 2 rows",
      "Heading1: Cut",
      "TableNote: 1 of 9,000 rows (cut at the limit)",
      "Heading1: Empty",
      "TableNote: No rows",
    ]);
    expect(tables()).toEqual([
      [
        ["Name", "Grade", "Born", "Passed"],
        ["Ada", "1,234.5", "Dec 10, 1815", "Yes"],
        ["Alan", "-2", "", "No"],
      ],
      [["Name"], ["Bob"]],
      [["Name", "Grade", "Born", "Passed"]],
    ]);
  });

  test("headings are Word's own, so that its navigation finds them", async () => {
    const { part } = await openDocument(documentOf([]));
    const heading = elements(part("styles"), "w:style").find(
      ({ attributes }) => attributes["w:styleId"] === "Heading1",
    );
    expect(heading?.children.find(({ name }) => name === "w:name")?.attributes["w:val"]).toBe("heading 1");
    expect(val(elements(heading ?? part("styles"), "w:outlineLvl")[0])).toBe("0");
  });

  test("every style that is used exists", async () => {
    const { body, part } = await openDocument(documentOf([sectionOf("Students", columns, rows)]));
    const ids = elements(part("styles"), "w:style").map(({ attributes }) => attributes["w:styleId"]);
    for (const used of [...elements(body, "w:pStyle"), ...elements(body, "w:tblStyle")]) {
      expect(ids).toContain(val(used));
    }
  });

  test("U18: the footer counts pages by fields", async () => {
    const { body, part } = await openDocument(documentOf([], { title: `A "title" & more`.padEnd(120, ".") }));
    const footer = part("footer1");
    expect(elements(footer, "w:fldSimple").map(({ attributes }) => attributes["w:instr"]?.trim())).toEqual([
      "PAGE",
      "NUMPAGES",
    ]);
    expect(textOfRuns(footer)).toMatch(/^A "title" & more\.+…\tPage 1 of 1$/);
    expect(elements(body, "w:footerReference")[0]?.attributes["r:id"]).toBe("rId4");
  });

  test("U15: the languages and faces follow the locale", async () => {
    const defaults = async (locale: string) => {
      const { part } = await openDocument(documentOf([], { locale }));
      const styles = part("styles");
      const lang = elements(styles, "w:lang")[0]?.attributes ?? {};
      const faces = elements(styles, "w:rFonts")[0]?.attributes ?? {};
      return [lang["w:val"], lang["w:eastAsia"], lang["w:bidi"], faces["w:eastAsia"]];
    };
    expect(await defaults("en-US")).toEqual(["en-US", "zh-CN", "ar-SA", "Microsoft YaHei"]);
    expect(await defaults("ja")).toEqual(["ja-JP", "ja-JP", "ar-SA", "Yu Gothic"]);
    expect(await defaults("ko-KR")).toEqual(["ko-KR", "ko-KR", "ar-SA", "Malgun Gothic"]);
    expect(await defaults("zh-TW")).toEqual(["zh-TW", "zh-TW", "ar-SA", "Microsoft JhengHei"]);
    expect(await defaults("he")).toEqual(["he-IL", "zh-CN", "he-IL", "Microsoft YaHei"]);
    expect(await defaults("no such locale")).toEqual(["en-US", "zh-CN", "ar-SA", "Microsoft YaHei"]);
  });
});

describe("tables", () => {
  test("U16, U17: the header row repeats on each page and rows do not break over pages", async () => {
    const { body } = await openDocument(
      documentOf([sectionOf("Students", columns, [...rows, ["x".repeat(5000), 1, null, null]])]),
    );
    const table = elements(body, "w:tr");
    expect(table.map((row) => elements(row, "w:tblHeader").length)).toEqual([1, 0, 0, 0]);
    // The last row is longer than a page.
    expect(table.map((row) => elements(row, "w:cantSplit").length)).toEqual([1, 1, 1, 0]);
  });

  test("a cell of many lines may break over pages", async () => {
    const { body } = await openDocument(
      documentOf([sectionOf("Lines", [column("Text")], [["a\n".repeat(60)], ["a\nb"]])]),
    );
    expect(elements(body, "w:tr").map((row) => elements(row, "w:cantSplit").length)).toEqual([1, 0, 1]);
  });

  test("numbers stand at the right, under a label that does", async () => {
    const { body, part } = await openDocument(documentOf([sectionOf("Students", columns, rows)]));
    const styles = elements(body, "w:tr").map((row) => elements(row, "w:p").map(styleOf));
    expect(styles[0]).toEqual(["HeaderCell", "HeaderNumber", "HeaderCell", "HeaderCell"]);
    expect(styles[1]).toEqual(["Cell", "CellNumber", "Cell", "Cell"]);
    for (const id of ["HeaderNumber", "CellNumber"]) {
      const style = elements(part("styles"), "w:style").find(
        ({ attributes }) => attributes["w:styleId"] === id,
      );
      expect(style && val(elements(style, "w:jc")[0])).toBe("right");
    }
  });

  test.each([1, 2, 5, 9, 30, 63, 64, 200])(
    "%i columns fill the page exactly and none is lost",
    async (count) => {
      const wide = Array.from({ length: count }, (_, at) =>
        column(`C${at + 1}`, at % 2 ? "number" : "string"),
      );
      const cells = wide.map((_, at) => (at % 2 ? at * 1000 : `text ${at}`));
      const { body, tables, paragraphs } = await openDocument(
        documentOf([sectionOf("Wide", wide, [cells, cells])]),
      );
      const page = elements(body, "w:pgSz")[0]?.attributes ?? {};
      const margins = elements(body, "w:pgMar")[0]?.attributes ?? {};
      const width = Number(page["w:w"]) - Number(margins["w:left"]) - Number(margins["w:right"]);
      for (const table of elements(body, "w:tbl")) {
        const grid = elements(table, "w:gridCol").map(({ attributes }) => Number(attributes["w:w"]));
        expect(grid.length).toBeLessThanOrEqual(63);
        expect(grid.reduce((sum, size) => sum + size, 0)).toBe(width);
        expect(Math.min(...grid)).toBeGreaterThan(500);
        for (const row of elements(table, "w:tr")) {
          expect(elements(row, "w:tcW").map(({ attributes }) => Number(attributes["w:w"]))).toEqual(grid);
        }
      }
      const [first, ...more] = tables();
      const labels = [...(first?.[0] ?? []), ...more.flatMap((table) => table[0]?.slice(1) ?? [])];
      expect(labels).toEqual(wide.map(({ label }) => label));
      for (const table of more) expect(table.map((row) => row[0])).toEqual(["C1", "text 0", "text 0"]);
      const said = paragraphs().filter((text) => /Columns \d+ to \d+ of/.test(text));
      expect(said.length).toBe(more.length === 0 ? 0 : more.length + 1);
    },
  );

  test("U17: a page of many columns is turned, one of few stands", async () => {
    const orientation = async (count: number) => {
      const { body } = await openDocument(
        documentOf([
          sectionOf(
            "Data",
            Array.from({ length: count }, (_, at) => column(`Column ${at}`)),
            [],
          ),
        ]),
      );
      return elements(body, "w:pgSz")[0]?.attributes;
    };
    expect(await orientation(3)).toEqual({ "w:w": "12240", "w:h": "15840" });
    expect(await orientation(12)).toEqual({ "w:w": "15840", "w:h": "12240", "w:orient": "landscape" });
  });

  test.each([
    [{ size: "A4", orientation: "landscape" }, 3, ["16838", "11906", "landscape"]],
    [{ orientation: "portrait" }, 12, ["12240", "15840", undefined]],
  ] as const)("the paper is what the report asks for: %j", async (page, count, expected) => {
    const many = Array.from({ length: count }, (_, at) => column(`Column ${at}`));
    const { body } = await openDocument(documentOf([sectionOf("Data", many, [])], { page }));
    const size = elements(body, "w:pgSz")[0]?.attributes;
    expect([size?.["w:w"], size?.["w:h"], size?.["w:orient"]]).toEqual(expected);
  });

  test("U16: tables of a right-to-left locale run from the right", async () => {
    const visual = async (locale: string) => {
      const { body } = await openDocument(documentOf([sectionOf("Students", columns, rows)], { locale }));
      return elements(body, "w:bidiVisual").length;
    };
    expect(await visual("ar")).toBe(1);
    expect(await visual("he-IL")).toBe(1);
    expect(await visual("en")).toBe(0);
  });
});

describe("sections of text, of figures and of rows with sums", () => {
  test("text has paragraphs and lists that Word knows as such", async () => {
    const { paragraphs, part, body } = await openDocument(documentOf([SUMMARY]));
    expect(paragraphs().slice(-5)).toEqual([
      "Heading1: Summary",
      "Normal: Grades <rose>.\nAgain.",
      "Normal: Look at:",
      "ListBullet: 7B & 7C",
      "ListBullet: 王小明",
    ]);
    const style = elements(part("styles"), "w:style").find(
      ({ attributes }) => attributes["w:styleId"] === "ListBullet",
    );
    const number = val(elements(style ?? body, "w:numId")[0]);
    expect(elements(part("numbering"), "w:num").map(({ attributes }) => attributes["w:numId"])).toEqual([
      number,
    ]);
  });

  test("figures are tiles, each label with its value, as many in a row as the page takes", async () => {
    const { tables, paragraphs } = await openDocument(documentOf([FIGURES]));
    expect(paragraphs()).toContain("TableNote: At a glance");
    const tiles = tables().flat(2);
    expect(tiles.filter((text) => text !== "")).toEqual([
      "Students12,345",
      "Late12.5%",
      "Average81.24",
      "Best王小明",
    ]);
    const many = { ...FIGURES, figures: Array.from({ length: 3 }, () => FIGURES.figures).flat() };
    const opened = await openDocument(documentOf([many]));
    expect(opened.tables().length).toBeGreaterThan(1);
    const full = elements(opened.body, "w:tbl").map((table) =>
      elements(table, "w:gridCol").reduce((sum, { attributes }) => sum + Number(attributes["w:w"]), 0),
    );
    expect(new Set(full).size).toBe(1);
  });

  test("B28: sums are bold below a rule, and called so", async () => {
    const { tables, body, part } = await openDocument(documentOf([SUMMED], { locale: "en-GB" }));
    expect(tables()[0]?.slice(3)).toEqual([
      ["7A", "Subtotal", "€30.00", ""],
      ["7B", "Grace", "€5.50", "3 Jan 2026"],
      ["7B", "Subtotal", "€5.50", ""],
      ["Total", "", "€35.50", ""],
    ]);
    const styles = elements(body, "w:tr").map((row) => styleOf(elements(row, "w:p")[2] ?? row));
    expect(styles).toEqual([
      "HeaderNumber",
      ...["CellNumber", "CellNumber", "TotalNumber", "CellNumber", "TotalNumber", "TotalNumber"],
    ]);
    const total = elements(part("styles"), "w:style").find(
      ({ attributes }) => attributes["w:styleId"] === "TotalCell",
    );
    expect(elements(total ?? body, "w:b")).toHaveLength(1);
    // U17: the row above a sum stays with it.
    const kept = elements(body, "w:tr").map((row) => elements(row, "w:keepNext").length);
    expect(kept).toEqual([0, 0, 4, 0, 4, 4, 0]);
    const rules = elements(body, "w:tr").map((row) => elements(row, "w:tcBorders").length);
    expect(rules).toEqual([0, 0, 0, 4, 0, 4, 4]);
  });
});

describe("C8: a chart is a group of Word's own shapes", () => {
  const grades = (labels: string[]): Chart => ({
    type: "bar",
    title: "Grade by <Name>",
    x_label: "Name",
    y_label: "Grade",
    labels,
    series: [{ label: "Grade", data: labels.map((_, at) => at + 1) }],
    points_total: 60,
  });
  const drawn = async (chart: Chart) => {
    const { body, paragraphs } = await openDocument(
      documentOf([sectionOf("Students", columns, rows, { chart })]),
    );
    const shapes = elements(body, "wps:wsp");
    return { body, paragraphs, shapes, texts: elements(body, "w:txbxContent").map(textOfRuns) };
  };

  test("with its title, words for those who cannot see it, and what was left out", async () => {
    const { body } = await drawn(grades(["Ada", "Alan"]));
    expect(textOfRuns(elements(body, "w:tbl")[0] ?? body)).toMatch(
      /^Grade by <Name>.*2 of 60 points shown: the first$/,
    );
    expect(elements(body, "wp:docPr")[0]?.attributes.descr).toBe(
      "Bar chart: Grade by <Name>, 2 points. 2 of 60 points shown: the first.",
    );
  });

  test("marks stand inside it, and no number of a shape is used twice", async () => {
    for (const type of CHART_TYPES) {
      const xs = type === "scatter" ? [1, 2, 3] : undefined;
      const { body, shapes } = await drawn({ ...grades(["a", "b", "c"]), type, x_values: xs });
      const [extent] = elements(body, "wp:extent").map(({ attributes }) => attributes);
      const ids = elements(body, "wps:cNvPr").map(({ attributes }) => attributes.id);
      expect(ids.length).toBeGreaterThan(3);
      expect(new Set(ids).size).toBe(ids.length);
      for (const shape of shapes.filter((one) => elements(one, "w:txbxContent").length === 0)) {
        const [off] = elements(shape, "a:off").map(({ attributes }) => attributes);
        const [size] = elements(shape, "a:ext").map(({ attributes }) => attributes);
        expect(Number(off?.x) + Number(size?.cx)).toBeLessThanOrEqual(Number(extent?.cx) + 12_700);
        expect(Number(off?.y) + Number(size?.cy)).toBeLessThanOrEqual(Number(extent?.cy) + 12_700);
      }
    }
  });

  test("many names stand beside lying bars, since text in a shape is not turned everywhere", async () => {
    const names = Array.from({ length: 50 }, (_, at) => `Student number ${at}`);
    const { shapes, texts, body } = await drawn(grades(names));
    expect(texts).toEqual(expect.arrayContaining(names));
    expect(
      shapes.flatMap((shape) => elements(shape, "a:xfrm")).every(({ attributes }) => !attributes.rot),
    ).toBe(true);
    // A page of US Letter is 792 points high, without margins 679.
    expect(Number(elements(body, "wp:extent")[0]?.attributes.cy) / 12_700).toBeLessThan(610);
  });
});

describe("texts", () => {
  const shown = async (text: string) => {
    const { body, tables } = await openDocument(documentOf([sectionOf("Data", [column("Text")], [[text]])]));
    const cell = elements(body, "w:tc").at(-1);
    if (cell === undefined) throw new Error("no cell was written");
    return { text: tables()[0]?.[1]?.[0], cell };
  };

  test.each([
    ["markup", `<w:p>&amp;</w:p> ]]> "q" 'a'`],
    ["spaces at the ends", "  two  inside  "],
    ["lines and tabs", "one\ntwo\n\n\tthree\n"],
    ["Chinese, Japanese, Korean", "学生成绩 報告書 보고서"],
    ["Arabic, Hebrew and digits", "مرحبا 123 שלום, (mixed) טקסט!"],
    ["emoji", "👩‍👩‍👧‍👦 🎉"],
    ["a field code", '{ INCLUDETEXT "C:\\\\secret.txt" }'],
    ...CSV_INJECTIONS.map((text) => ["an injection", text]),
  ])("%s come back exactly", async (_, text) => {
    const { text: read, cell } = await shown(text);
    expect(read).toBe(text);
    for (const { name } of elements(cell, "w:r").flatMap((run) => run.children)) {
      expect(["w:rPr", "w:t", "w:br", "w:tab"]).toContain(name);
    }
  });

  test("carriage returns are line ends; what XML cannot carry is seen as U+FFFD", async () => {
    expect((await shown("a\r\nb\rc")).text).toBe("a\nb\nc");
    expect((await shown("a\u0000b\u000bc\ud800d\uffffe")).text).toBe("a\ufffdb\ufffdc\ufffdd\ufffde");
  });

  test("U16: words of right-to-left scripts are marked so, and only texts that begin so are laid out so", async () => {
    const hebrew = await shown("שלום עולם 42 ok");
    const runs = elements(hebrew.cell, "w:r");
    expect(runs.map((run) => [elements(run, "w:rtl").length, textOfRuns(run)])).toEqual([
      [1, "שלום עולם"],
      [0, " 42 ok"],
    ]);
    expect(elements(hebrew.cell, "w:bidi").length).toBe(1);
    const latin = await shown("say שלום");
    expect(elements(latin.cell, "w:bidi").length).toBe(0);
    expect(elements(latin.cell, "w:rtl").length).toBe(1);
    expect(elements((await shown("-5")).cell, "w:bidi").length).toBe(0);
  });
});

test("U19: fewer rows than promised are an error, not a short file", async () => {
  const section = sectionOf("Data", columns, rows, { rows_written: 3, rows_total: 3 });
  const rendering = docxRenderer.render(documentOf([section]), collect(), { font: async () => null });
  await expect(rendering).rejects.toThrow(/promised/);
});

test("U3: 200,000 rows pass through without piling up anywhere", async () => {
  let [held, mostHeld, largest, total] = [0, 0, 0, 0];
  const section = generatedSection("Log", columns.slice(0, 2), 200_000, (at) => {
    held += 1;
    mostHeld = Math.max(mostHeld, held);
    return [`row ${at}`, at / 7];
  });
  const sink = {
    async write(bytes: Uint8Array) {
      held = 0;
      largest = Math.max(largest, bytes.length);
      total += bytes.length;
    },
  };
  await docxRenderer.render(documentOf([section]), sink, { font: async () => null });
  expect(total).toBeGreaterThan(1_000_000);
  expect(largest).toBeLessThan(300_000);
  expect(mostHeld).toBeLessThan(5000);
});
