import type { FiguresSection, ReportDocument, Section, TableSection } from "../document";
import type { ByteSink, FileType, Renderer } from "../renderer";
import { ZipWriter } from "../zip/zip-writer";
import { writeFigures } from "./figures";
import { fileNames } from "./file-names";
import { writeTable } from "./table";
import { writeText, writeTextsAsRecords } from "./text";

const CSV: FileType = { contentType: "text/csv; charset=utf-8", extension: "csv" };
const ZIP: FileType = { contentType: "application/zip", extension: "zip" };

/**
 * One CSV (RFC 4180) when the report has one table or one section of figures; a zip with a file for each section when
 * it has several, texts as `.txt`. A text beside a single table is left out: a CSV has no place for it. A report of
 * nothing but text is one column of paragraphs.
 */
export const csvRenderer: Renderer = {
  format: "csv",
  fileType: (document) => (lists(document).length > 1 ? ZIP : CSV),
  async render(document, sink) {
    const [only, ...more] = lists(document);
    if (only === undefined) await writeTextsAsRecords(document.sections, sink);
    else if (more.length === 0) await writeSection(only, sink);
    else await writeZip(document, sink);
  },
};

/** The sections that are lists of records. */
const lists = ({ sections }: ReportDocument): (TableSection | FiguresSection)[] =>
  sections.filter((section) => section.kind !== "text");

async function writeSection(section: Section, sink: ByteSink): Promise<void> {
  switch (section.kind) {
    case "table":
      return await writeTable(section, sink);
    case "figures":
      return await writeFigures(section, sink);
    case "text":
      return await writeText(section, sink);
  }
}

async function writeZip(document: ReportDocument, sink: ByteSink): Promise<void> {
  const zip = new ZipWriter(sink, { modified: document.generated_at });
  const names = fileNames(
    document.sections.map(({ title, name, kind }) => ({
      title: title || name,
      extension: kind === "text" ? "txt" : "csv",
    })),
  );
  for (const [at, section] of document.sections.entries()) {
    const name = names[at] ?? `${at + 1}`;
    await zip.stream(name, (entry) => writeSection(section, entry), { zip64: mayBeHuge(section) });
  }
  await zip.close();
}

/** Cells from which a table may come near the 4 GiB of plain zip. */
const HUGE_CELLS = 10_000_000;

function mayBeHuge(section: Section): boolean {
  if (section.kind !== "table") return false;
  return (section.rows_written + section.summary_rows) * section.columns.length > HUGE_CELLS;
}
