import type { ReportDocument, Section } from "../document";
import type { ByteSink, FileType, Renderer } from "../renderer";
import { ZipWriter } from "../zip/zip-writer";
import { fileNames } from "./file-names";
import { writeTable } from "./table";

const CSV: FileType = { contentType: "text/csv; charset=utf-8", extension: "csv" };
const ZIP: FileType = { contentType: "application/zip", extension: "zip" };

/** One CSV (RFC 4180), or a zip with one for each section when there are several. */
export const csvRenderer: Renderer = {
  format: "csv",
  fileType: ({ sections }) => (sections.length > 1 ? ZIP : CSV),
  async render(document, sink) {
    const [first, ...others] = document.sections;
    if (first === undefined) return;
    if (others.length === 0) await writeTable(first, sink);
    else await writeZip(document, sink);
  },
};

async function writeZip({ sections, generated_at }: ReportDocument, sink: ByteSink): Promise<void> {
  const zip = new ZipWriter(sink, { modified: generated_at });
  const names = fileNames(
    sections.map(({ title, name }) => title || name),
    "csv",
  );
  for (const [at, section] of sections.entries()) {
    const name = names[at] ?? `${at + 1}.csv`;
    await zip.stream(name, (entry) => writeTable(section, entry), { zip64: mayBeHuge(section) });
  }
  await zip.close();
}

/** Cells from which a table may come near the 4 GiB of plain zip. */
const HUGE_CELLS = 10_000_000;

function mayBeHuge({ rows_written, columns }: Section): boolean {
  return rows_written * columns.length > HUGE_CELLS;
}
