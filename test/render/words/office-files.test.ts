import { expect, test } from "vitest";
import { openDocument } from "../docx/open-document";
import { openWorkbook } from "../xlsx/open-workbook";
import { column, documentOf, FIGURES, SUMMED, sectionOf } from "../zip/sample-document";

const missing_chart = { type: "bar", reason: "no_numbers" } as const;
const names = sectionOf("Names", [column("Name")], [["Ann"]], { missing_chart });
const german = documentOf([SUMMED, FIGURES, names], { locale: "de-DE" });

test("C6: a workbook is in the words of its locale", async () => {
  const { book, about, cell } = await openWorkbook(german);
  expect(book.SheetNames.at(-1)).toBe("Info");
  const said = about().join("|");
  for (const words of ["Erstellt", "Filter: Grade", "Blatt", "3 Zeilen", "Zwischensummen und Summen"])
    expect(said).toContain(words);
  expect(said).toContain("Balkendiagramm entfällt: keine Spalte enthält Zahlen.");
  const cells = Object.values(book.Sheets.Fees ?? {}).map((found) => (found as { v?: unknown }).v);
  expect(cells).toContain("Zwischensumme");
  expect(cell("Fees", "A7")?.v).toBe("Summe");
});

test("C5: a document is in the words of its locale", async () => {
  const { paragraphs, tables, entries } = await openDocument(german);
  const said = paragraphs().join("|");
  for (const words of ["Note: Erstellt 21. Nov. 2026", "Note: Filter: Grade", "3 Zeilen"])
    expect(said).toContain(words);
  expect(said).toContain("Note: Balkendiagramm entfällt: keine Spalte enthält Zahlen.");
  expect(tables().flat(2)).toContain("Zwischensumme");
  const footer = entries.find(({ name }) => name === "word/footer1.xml");
  expect(new TextDecoder().decode(footer?.bytes)).toMatch(/Seite .*PAGE.* von .*NUMPAGES/);
});
