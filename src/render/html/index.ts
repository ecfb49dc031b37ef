import type { ReportDocument, Section, TableSection } from "../document";
import type { Renderer } from "../renderer";
import { TextSink } from "../text-sink";
import { countedRows } from "../values/counted-rows";
import { forEachKind } from "../values/summaries";
import { figuresMarkup } from "./figures";
import { PAGE_END, pageStart } from "./page";
import { rowMarkup, summaryMarkup } from "./rows";
import { SECTION_END, sectionStart } from "./section";
import { tableEnd, tableStart } from "./table";
import { textMarkup } from "./text";

/**
 * One self-contained HTML page: no script, nothing loaded, readable under
 * `default-src 'none'; style-src 'unsafe-inline'`. Every text from the data is escaped.
 */
export const htmlRenderer: Renderer = {
  format: "html",
  fileType: () => ({ contentType: "text/html; charset=utf-8", extension: "html" }),
  async render(document, sink) {
    const out = new TextSink(sink);
    out.add(pageStart(document));
    for (const [at, section] of document.sections.entries()) {
      out.add(sectionStart(section, at + 1, document));
      await writeBody(section, at + 1, document, out);
      out.add(SECTION_END);
    }
    out.add(PAGE_END);
    await out.flush();
  },
};

async function writeBody(
  section: Section,
  number: number,
  document: ReportDocument,
  out: TextSink,
): Promise<void> {
  switch (section.kind) {
    case "text":
      return out.add(textMarkup(section));
    case "figures":
      return out.add(figuresMarkup(section, document));
    case "table":
      out.add(tableStart(section, document, number));
      await writeRows(section, document, out);
      out.add(tableEnd(section));
  }
}

async function writeRows(
  section: TableSection,
  { locale, time_zone }: ReportDocument,
  out: TextSink,
): Promise<void> {
  const data = rowMarkup(section.columns, locale, time_zone);
  const row = forEachKind(section, data, summaryMarkup(section.columns, locale, data));
  for await (const batch of countedRows(section)) {
    for (const cells of batch) {
      out.add(row(cells));
      if (out.full) await out.flush();
    }
  }
}
