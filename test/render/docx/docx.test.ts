import { describe, expect, test } from "vitest";
import { read } from "xlsx";
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
    "%i columns fill the page, as far as they are worth it, and none is lost",
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
        const sum = grid.reduce((all, size) => all + size, 0);
        if (count >= 9) expect(sum).toBe(width);
        expect(sum).toBeLessThanOrEqual(width);
        expect(sum).toBeGreaterThan(width * 0.44);
        expect(Math.min(...grid)).toBeGreaterThan(500);
        for (const row of elements(table, "w:tr")) {
          expect(elements(row, "w:tcW").map(({ attributes }) => Number(attributes["w:w"]))).toEqual(grid);
        }
      }
      const [first, ...more] = tables();
      const labels = [...(first?.[0] ?? []), ...more.flatMap((table) => table[0]?.slice(1) ?? [])];
      expect(labels).toEqual(wide.map(({ label }) => label));
      for (const table of more) expect(table.map((row) => row[0])).toEqual(["C1", "text 0", "text 0"]);
      // As full as each other: no last band of a column or two.
      const counts = tables().map((table) => table[0]?.length ?? 0);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(5);
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

  test("U17: pages stand until the first table that needs them to lie, and then stay so", async () => {
    const table = (title: string, count: number) => {
      const many = Array.from({ length: count }, (_, at) => column(`Column ${at}`));
      return sectionOf(title, many, []);
    };
    const { body, part } = await openDocument(
      documentOf([SUMMARY, table("Few", 3), table("Many", 12), table("Few again", 3)]),
    );
    const sizes = elements(body, "w:pgSz").map(({ attributes }) => attributes["w:orient"]);
    expect(sizes).toEqual([undefined, "landscape"]);
    const texts = body.children.map((child) =>
      elements(child, "w:sectPr").length > 0 ? "turn" : textOfRuns(child),
    );
    expect(texts.indexOf("turn")).toBe(texts.indexOf("Many") - 1);
    // The page's number stands at the right edge of either.
    const tabs = ["footer1", "footer2"].map((name) => elements(part(name), "w:tab")[0]?.attributes["w:pos"]);
    expect(tabs).toEqual(["9972", "13572"]);
    expect(elements(body, "w:footerReference").map(({ attributes }) => attributes["r:id"])).toEqual([
      "rId5",
      "rId6",
    ]);
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

  test.each([
    ["short", ["1", "Medium"], "Figure"],
    ["a long one among short ones", ["1", "Two words and some more of them"], "FigureWords"],
  ])("figures have one size: %s", async (_, values, style) => {
    const figures = values.map((value, at) => ({
      label: `L${at}`,
      name: `f${at}`,
      value,
      type: "string" as const,
    }));
    const { body } = await openDocument(documentOf([{ ...FIGURES, figures }]));
    const styles = elements(body, "w:p").map(styleOf);
    expect(styles.filter((one) => one.startsWith("Figure") && one !== "FigureLabel")).toEqual([style, style]);
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

describe("C8: a chart is Word's own, with its points in a workbook of its own", () => {
  const grades = (labels: string[]): Chart => ({
    type: "bar",
    title: "Grade by <Name>",
    x_label: "Name",
    y_label: "Grade",
    labels,
    series: [{ label: "Grade", data: labels.map((_, at) => at + 1) }],
    points_total: 60,
  });
  const drawn = async (...charts: Chart[]) => {
    const sections = charts.map((chart, at) => sectionOf(`Students ${at}`, columns, rows, { chart }));
    const opened = await openDocument(documentOf(sections));
    return { ...opened, chart: opened.part("charts/chart1") };
  };

  test("with its title, words for those who cannot see it, and what was left out", async () => {
    const { body, paragraphs, tables } = await drawn(grades(["Ada", "Alan"]));
    const [, , , , , , ...last] = paragraphs();
    expect(last).toEqual(["ChartTitle: Grade by <Name>", "Chart: ", "Note: 2 of 60 points shown: the first"]);
    const chart = body.children.findIndex((child) => elements(child, "wp:docPr").length > 0);
    expect(elements(body.children[chart] ?? body, "w:keepNext")).toHaveLength(1);
    expect(elements(body, "wp:docPr")[0]?.attributes.descr).toBe(
      "Bar chart: Grade by <Name>, 2 points. 2 of 60 points shown: the first.",
    );
    // The only table is that of the rows.
    expect(tables()).toHaveLength(1);
  });

  test("it says the same numbers as the cells of its workbook", async () => {
    for (const type of CHART_TYPES) {
      const xs = type === "scatter" ? [7, 8, 9] : undefined;
      const { chart, entries } = await drawn({ ...grades(["a", "b", "c"]), type, x_values: xs });
      const workbook = entries.find(({ name }) => name === "word/embeddings/chart1.xlsx");
      const { Sheets } = read(workbook?.bytes ?? new Uint8Array());
      const formula = elements(chart, "c:f").at(-1)?.text ?? "";
      const [, sheet = "", letters, from] = /^'(.+)'!\$([A-Z])\$(\d+):\$[A-Z]\$\d+$/.exec(formula) ?? [];
      const cells = [0, 1, 2].map((at) => Sheets[sheet]?.[`${letters}${Number(from) + at}`]?.v);
      expect(cells).toEqual([1, 2, 3]);
      const cached = elements(elements(chart, "c:numCache").at(-1) ?? chart, "c:v");
      expect(cached.map(({ text }) => Number(text))).toEqual([1, 2, 3]);
      expect(elements(chart, "c:externalData")[0]?.attributes["r:id"]).toBe("rId1");
    }
  });

  test("several have parts and numbers of their own, after the lists' part", async () => {
    const chart = grades(["Ada"]);
    const sections = [1, 2].map((at) => sectionOf(`Students ${at}`, columns, rows, { chart }));
    const { body, part } = await openDocument(documentOf([SUMMARY, ...sections]));
    expect(elements(body, "wp:docPr").map(({ attributes }) => attributes.id)).toEqual(["1", "2"]);
    const targets = new Map(
      elements(part("_rels/document.xml.rels"), "Relationship").map(({ attributes }) => [
        attributes.Id,
        attributes.Target,
      ]),
    );
    const ids = elements(body, "c:chart").map(({ attributes }) => attributes["r:id"]);
    expect(ids.map((id) => targets.get(id))).toEqual(["charts/chart1.xml", "charts/chart2.xml"]);
  });

  test("bars lie beside names that do not fit below them, on no more than the first page", async () => {
    const names = Array.from({ length: 50 }, (_, at) => `Student number ${at}`);
    const { chart, body } = await drawn(grades(names));
    const direction = (from: Element) => elements(from, "c:barDir")[0]?.attributes.val;
    expect(direction(chart)).toBe("bar");
    expect(elements(chart, "c:tickLblSkip")[0]?.attributes.val).toBe("1");
    // A page of US Letter is 792 points high, without margins 679.
    expect(Number(elements(body, "wp:extent")[0]?.attributes.cy) / 12_700).toBeLessThan(500);
    expect(direction((await drawn(grades(["Ada", "Alan"]))).chart)).toBe("col");
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
