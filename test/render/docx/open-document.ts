import type { ReportDocument } from "../../../src/render/document";
import { docxRenderer } from "../../../src/render/docx";
import { collect, type ReadEntry, readZip, textOf } from "../zip/read-zip";
import { type Element, elements, expectSoundPackage, parseXml } from "../zip/well-formed";

export interface OpenedDocument {
  /** The tree of `word/<part>.xml`, or of the part as named. */
  part(name: string): Element;
  readonly body: Element;
  readonly entries: readonly ReadEntry[];
  /** Texts of the paragraphs outside tables, each with its style in front: `Title: Grades`. */
  paragraphs(): string[];
  /** Per table, per row, the texts of the cells. */
  tables(): string[][][];
}

/** Writes a document, checks the package and parses its parts. */
export async function openDocument(document: ReportDocument): Promise<OpenedDocument> {
  const sink = collect();
  await docxRenderer.render(document, sink, { font: async () => null });
  const entries = await readZip(sink.bytes());
  expectSoundPackage(entries);
  const part = (name: string) => parseXml(textOf(entries, `word/${name}${name.includes(".") ? "" : ".xml"}`));
  const body = elements(part("document"), "w:body")[0];
  if (body === undefined) throw new Error("word/document.xml has no body");
  return {
    part,
    body,
    entries,
    paragraphs: () =>
      body.children
        .filter(({ name }) => name === "w:p")
        .map((paragraph) => `${styleOf(paragraph)}: ${textOfRuns(paragraph)}`)
        .filter((text) => text !== "AfterTable: "),
    tables: () =>
      elements(body, "w:tbl").map((table) =>
        elements(table, "w:tr").map((row) => elements(row, "w:tc").map(textOfRuns)),
      ),
  };
}

export function styleOf(paragraph: Element): string {
  return elements(paragraph, "w:pStyle")[0]?.attributes["w:val"] ?? "";
}

/** Text as Word shows it: breaks are line feeds, tabs are tabs. */
export function textOfRuns(from: Element): string {
  return from.children
    .map((child) => {
      if (child.name === "w:pPr") return "";
      if (child.name === "w:t") return child.text;
      if (child.name === "w:br") return "\n";
      return child.name === "w:tab" ? "\t" : textOfRuns(child);
    })
    .join("");
}
