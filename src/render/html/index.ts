import type { ReportDocument, Section } from "../document";
import type { Renderer } from "../renderer";
import { TextSink } from "../text-sink";
import { countedRows } from "../values/counted-rows";
import { PAGE_END, pageStart, sectionEnd, sectionStart } from "./page";
import { rowMarkup } from "./rows";

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
      await writeRows(section, document, out);
      out.add(sectionEnd(section));
    }
    out.add(PAGE_END);
    await out.flush();
  },
};

async function writeRows(
  section: Section,
  { locale, time_zone }: ReportDocument,
  out: TextSink,
): Promise<void> {
  const row = rowMarkup(section.columns, locale, time_zone);
  for await (const batch of countedRows(section)) {
    for (const cells of batch) {
      out.add(row(cells));
      if (out.full) await out.flush();
    }
  }
}
