import { describe, expect, test } from "vitest";
import { column, documentOf, FIGURES, SUMMARY, SUMMED, sectionOf } from "../zip/sample-document";
import { readReport, squeezed } from "./read-pdf";

const columns = [column("ID", "integer"), column("Name"), column("Grade", "number"), column("Born", "date")];
const students = (count: number) =>
  Array.from({ length: count }, (_, at) => [1000 + at, `Student ${at}`, at / 2, "2010-02-03"]);

describe("the report's first page", () => {
  test("X70: has title, description, time with its zone, filters and the number of rows", async () => {
    const section = sectionOf("Students", columns, students(2), { rows_total: 25_314, truncated: true });
    const { pages } = await readReport(documentOf([section], { locale: "en" }));
    expect(pages).toEqual([
      [
        ..."Grades & fees|All students of 2026".split("|"),
        ..."Generated|21 Nov 2026, 10:31 CET (Europe/Berlin)|Filters|Grade: between 60 and 100".split("|"),
        // U1, N1: a cut is said in the file itself.
        ..."Students|2 of 25,314 rows (cut at the limit)|ID|Name|Grade|Born".split("|"),
        ..."1000|Student 0|0|3 Feb 2010|1001|Student 1|0.5|3 Feb 2010".split("|"),
        ..."Grades & fees|Page 1 of 1".split("|"),
      ],
    ]);
  });

  test.each([
    ["de-DE", ["Erstellt", "1 von 9 Zeilen (an der Grenze abgeschnitten)", "Seite 1 von 1"]],
    ["pl-PL", ["Wygenerowano", "1 z 9 wierszy (ucięto na limicie)", "Strona 1 z 1"]],
    ["ja-JP", ["作成日時", "9行中1行（上限で打ち切り）", "ページ 1 / 1"]],
    ["zh-CN", ["生成时间", "共 9 行，显示 1 行（已达上限）", "页码 1 / 1"]],
    ["ar-EG", ["Generated", "Page 1 of 1"]],
  ])("is in the words of %s", async (locale, said) => {
    const section = sectionOf("Students", columns, students(1), { rows_total: 9, truncated: true });
    const { pages } = await readReport(documentOf([section], { locale }));
    for (const words of said) expect(squeezed(pages.flat())).toContain(squeezed([words]));
  });

  test("B19: says why a chart is not there", async () => {
    const missing_chart = { type: "pie", reason: "none_above_zero" } as const;
    const section = sectionOf("Losses", [column("Loss", "number")], [[-1]], { missing_chart });
    const { pages } = await readReport(documentOf([section]));
    expect(pages[0]).toContain("Pie chart left out: no value is above zero.");
  });

  test("one section called as the report is does not repeat the name", async () => {
    const { pages } = await readReport(documentOf([sectionOf("Grades & fees", columns, students(1))]));
    expect(pages[0]?.filter((text) => text === "Grades & fees")).toHaveLength(2);
  });

  test("a report without sections is a page all the same", async () => {
    const { pages } = await readReport(documentOf([]));
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain("Page 1 of 1");
  });
});

describe("U17: a long table", () => {
  test("has every row once and in order, its header on each page", async () => {
    const rows = students(300);
    const { pages } = await readReport(documentOf([sectionOf("Students", columns, rows)]));
    expect(pages.length).toBeGreaterThan(5);
    const names = pages.flat().filter((text) => /^Student \d+$/.test(text));
    expect(names).toEqual(rows.map(([, name]) => name));
    for (const page of pages) expect(page.join("|")).toMatch(/(^|\|)ID\|Name\|Grade\|Born\|1\d{3}\|Student /);
  });

  test("U18: every page says its number and how many there are", async () => {
    const { pages } = await readReport(documentOf([sectionOf("Students", columns, students(300))]));
    pages.forEach((page, at) => {
      expect(page.at(-1)).toBe(`Page ${at + 1} of ${pages.length}`);
    });
  });

  test("a cell of 12,000 characters is complete, over as many pages as it takes", async () => {
    const words = Array.from({ length: 2000 }, (_, at) => `w${at}`);
    const unbroken = "x".repeat(3000);
    const rows = [
      ["before", words.join(" ")],
      ["after", unbroken],
    ];
    const { pages } = await readReport(
      documentOf([sectionOf("Long", [column("Key"), column("Text")], rows)]),
    );
    expect(pages.length).toBeGreaterThan(2);
    const footer = new Set(pages.flatMap((page) => page.slice(-2)));
    const body = pages.flatMap((page) => page.filter((text) => !footer.has(text)));
    const found = squeezed(body).match(/w\d+/g);
    expect(found).toEqual(words);
    expect(
      squeezed(body)
        .match(/x{10,}/g)
        ?.join(""),
    ).toBe(unbroken);
    for (const page of pages) expect(page.join("|")).toMatch(/Key\|Text\|/);
  });

  test("a column name of any length leaves room for rows on each page", async () => {
    const wordy = [column(`Why ${"very ".repeat(2000)}long?`), column("Name")];
    const { pages } = await readReport(
      documentOf([
        sectionOf(
          "Wordy",
          wordy,
          students(80).map(([id, name]) => [id ?? 0, name ?? ""]),
        ),
      ]),
    );
    expect(pages.length).toBeLessThan(6);
    expect(pages.flat().filter((text) => /^Student \d+$/.test(text))).toHaveLength(80);
  });

  test("a title of any length fits the foot of the page", async () => {
    for (const title of ["Long ".repeat(100), "السلام عليكم ".repeat(40)]) {
      const { pages, placed, sizes } = await readReport(documentOf([], { title }));
      expect(pages.at(-1)?.at(-2)?.length).toBeLessThan(title.length);
      for (const { right } of placed) expect(right).toBeLessThan(sizes[0]?.width ?? 0);
    }
  });

  test("an empty section has its header and says that it holds nothing", async () => {
    const { pages } = await readReport(documentOf([sectionOf("Nobody", columns, [])]));
    expect(pages).toHaveLength(1);
    expect(pages[0]?.join("|")).toContain("Nobody|No rows|ID|Name|Grade|Born");
  });

  test("sections follow each other, each with its heading and a bookmark", async () => {
    const { pages, bookmarks } = await readReport(
      documentOf([
        sectionOf("First", columns, students(3)),
        sectionOf("Second", columns, students(60)),
        sectionOf("日本", columns, students(1)),
      ]),
    );
    expect(bookmarks).toEqual(["First", "Second", "日本"]);
    const text = pages.flat().join("|");
    expect(text).toMatch(/First\|3 rows\|.*Second\|60 rows\|.*日本\|1 row\|/);
  });
});

test("numbers end at one edge, texts begin at one", async () => {
  const rows = [17, 22_222, 3.25].map((grade, at) => [at, `Name${"!".repeat(at)}`, grade, null]);
  const { placed } = await readReport(documentOf([sectionOf("Students", columns, rows)], { locale: "en" }));
  const of = (pattern: RegExp) => placed.filter(({ text }) => pattern.test(text));
  const ends = of(/^(Grade|17|22,222|3\.25)$/).map(({ right }) => Math.round(right));
  const starts = of(/^Name/).map(({ left }) => Math.round(left));
  expect(ends).toHaveLength(4);
  expect(new Set(ends).size).toBe(1);
  expect(starts).toHaveLength(4);
  expect(new Set(starts).size).toBe(1);
});

describe("U17: a wide table", () => {
  test.each([14, 60, 200])("of %i columns loses none of them", async (count) => {
    const wide = Array.from({ length: count }, (_, at) => column(`Column number ${at + 1}`));
    const rows = Array.from({ length: 30 }, (_, row) => wide.map((_c, at) => `r${row + 1}c${at + 1}`));
    const { pages, sizes } = await readReport(documentOf([sectionOf("Wide", wide, rows)]));
    const found = pages.flat().filter((text) => /^r\d+c\d+$/.test(text));
    expect(found).toHaveLength(30 * count);
    expect(new Set(found)).toEqual(new Set(rows.flat()));
    // Wide tables lie on their side.
    expect(sizes.every(({ width, height }) => width > height)).toBe(true);
  });

  test("in several parts says on each page which columns it shows, and numbers the rows", async () => {
    const wide = Array.from({ length: 60 }, (_, at) => column(`Column number ${at + 1}`));
    const rows = Array.from({ length: 3 }, (_, row) => wide.map((_c, at) => `r${row + 1}c${at + 1}`));
    const { pages } = await readReport(documentOf([sectionOf("Wide", wide, rows)]));
    const banners = pages.map((page) => page.find((text) => text.startsWith("Part ")) ?? "");
    const ranges = banners.map((banner) => /^Part \d+ of (\d+): columns (\d+) to (\d+) of 60$/.exec(banner));
    expect(ranges[0]?.[2]).toBe("1");
    expect(ranges.at(-1)?.[3]).toBe("60");
    ranges.slice(1).forEach((range, at) => {
      expect(Number(range?.[2])).toBe(Number(ranges[at]?.[3]) + 1);
    });
    for (const page of pages) expect(page.join("|")).toMatch(/\|1\|r1c\d+\|.*\|2\|r2c\d+\|.*\|3\|r3c/);
  });
});

test("titles reach the window's title bar: information, metadata, language", async () => {
  const { info, xmpTitle } = await readReport(
    documentOf([], { title: "成績 & <Grades> (ü)", locale: "de-AT" }),
  );
  expect(info.Title).toBe("成績 & <Grades> (ü)");
  expect(info.Language).toBe("de-AT");
  expect(info.CreationDate).toBe("D:20261121093107Z");
  expect(xmpTitle).toBe("成績 & <Grades> (ü)");
});

test.each([
  ["size and orientation", { size: "Letter", orientation: "landscape" }, 3, [792, 612]],
  ["a size", { size: "Letter" }, 3, [612, 792]],
  ["an orientation", { orientation: "landscape" }, 3, [842, 595]],
  ["upright pages for a wide table", { orientation: "portrait" }, 14, [595, 842]],
] as const)("the paper is what the report asks for: %s", async (_, page, count, expected) => {
  const wide = Array.from({ length: count }, (_c, at) => column(`Column number ${at + 1}`));
  const section = sectionOf("Data", wide, [wide.map((_c, at) => `cell ${at}`)]);
  const { pages, sizes } = await readReport(documentOf([SUMMARY, section], { locale: "de", page }));
  for (const { width, height } of sizes) expect([width, height].map(Math.round)).toEqual(expected);
  expect(pages.flat().filter((text) => /^cell \d+$/.test(text))).toHaveLength(count);
});

test("paper is A4, and US Letter where that is used", async () => {
  const [a4] = (await readReport(documentOf([], { locale: "de" }))).sizes;
  expect([a4?.width, a4?.height].map((side) => Math.round(side ?? 0))).toEqual([595, 842]);
  const [letter] = (await readReport(documentOf([], { locale: "en-US" }))).sizes;
  expect([letter?.width, letter?.height]).toEqual([612, 792]);
});

test("N1: a chart has its labels, and says when it leaves points out", async () => {
  const labels = Array.from({ length: 8 }, (_, at) => `Group ${at}`);
  const series = [{ label: "Points", data: labels.map((_, at) => at * 10) }];
  const more = { x_label: "Group", y_label: "Points", labels, series, points_total: 60 };
  const section = sectionOf("Students", columns, students(2), {
    chart: { type: "bar", title: "Points by group", ...more },
  });
  const text = (await readReport(documentOf([section], { locale: "en" }))).pages.flat().join("|");
  expect(text).toContain("Points by group");
  for (const label of labels) expect(text).toContain(label);
  expect(text).toContain("8 of 60 points shown: the first");
});

describe("sections of text, of figures and of rows with sums", () => {
  test("each has its heading and a bookmark, and all of its words", async () => {
    const { pages, bookmarks } = await readReport(
      documentOf([SUMMARY, FIGURES, SUMMED], { locale: "en-GB" }),
    );
    expect(bookmarks).toEqual(["Summary", "Key figures", "Fees"]);
    const text = pages.flat().join("|");
    expect(text).toContain("Summary|Grades <rose>.|Again.|Look at:|•|7B & 7C|•|王小明");
    expect(text).toContain("Key figures|At a glance|Students|12,345|Late|12.5%|Average|81.24|Best|王小明");
    expect(text).toContain("Fees|3 rows|Class|Name|Fee|On|7A|Ada|€10.00|1 Jan 2026|");
    expect(text).toContain("|7A|Subtotal|€30.00|7B|Grace|");
    expect(text).toContain("|7B|Subtotal|€5.50|Total|€35.50|");
  });

  test("text before a wide table lies on its side as the table does, on the same page", async () => {
    const wide = Array.from({ length: 14 }, (_, at) => column(`Column number ${at + 1}`));
    const { pages, sizes } = await readReport(
      documentOf([SUMMARY, sectionOf("Wide", wide, [wide.map(() => "x")])]),
    );
    expect(pages).toHaveLength(1);
    expect(sizes[0]?.width).toBeGreaterThan(sizes[0]?.height ?? 0);
  });

  test("long texts and many figures go on over pages, and nothing is lost", async () => {
    const words = Array.from({ length: 3000 }, (_, at) => `w${at}`);
    const text = { ...SUMMARY, text: words.join(" ") };
    const figures = Array.from({ length: 100 }, (_, at) => ({
      label: `Figure ${at}`,
      name: `f${at}`,
      value: at,
      type: "integer" as const,
    }));
    const { pages } = await readReport(documentOf([text, { ...FIGURES, figures }]));
    expect(squeezed(pages.flat()).match(/w\d+/g)).toEqual(words);
    expect(pages.flat().filter((found) => /^Figure \d+$/.test(found))).toHaveLength(100);
  });

  test("U17: no page break parts a heading from what follows it", async () => {
    for (let lines = 30; lines < 62; lines += 1) {
      const text = { ...SUMMARY, text: Array.from({ length: lines }, (_, at) => `line ${at}`).join("\n") };
      const { pages } = await readReport(documentOf([text, FIGURES, SUMMED]));
      const pageOf = (found: string) => pages.findIndex((page) => page.includes(found));
      expect(pageOf("At a glance")).toBe(pageOf("Students"));
      expect(pageOf("3 rows")).toBe(pageOf("Alan"));
    }
  });

  test("U17: a total never stands alone at the head of a page", async () => {
    for (let count = 30; count < 44; count += 1) {
      const rows = students(count).map((row) => row.slice(1));
      const section = sectionOf("Students", columns.slice(1), [...rows, [null, 9, null, 0]], {
        rows_written: count,
        rows_total: count,
        summary_rows: 1,
      });
      const { pages } = await readReport(documentOf([section]));
      const last = pages.at(-1) ?? [];
      expect(last[last.indexOf("Total") - 1]).not.toBe("Born");
      expect(pages.flat().filter((found) => /^Student \d+$/.test(found))).toHaveLength(count);
    }
  });
});
