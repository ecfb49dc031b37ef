import { type ReportDocument, type Section, tablesOf } from "../document";
import type { ByteSink, Renderer, RenderResources } from "../renderer";
import { type Bookmark, DocumentParts } from "./file/document-parts";
import { PageTree } from "./file/page-tree";
import { PdfFile } from "./file/pdf-file";
import { Typefaces } from "./fonts/typefaces";
import { drawClosingNote } from "./layout/closing-note";
import { drawFiguresSection } from "./layout/figures-section";
import { drawFrontMatter } from "./layout/front-matter";
import { PageFlow } from "./layout/page-flow";
import { TableLayout } from "./layout/table-section";
import { drawTextSection } from "./layout/text-section";

/**
 * The report on paper: PDF 1.7 (ISO 32000-1), written page by page. What stays in memory is a page's rows and
 * an offset an object, so it hardly grows with the number of rows. Fonts come from scripts/font-assets.mjs.
 */
export const pdfRenderer: Renderer = {
  format: "pdf",
  fileType: () => ({ contentType: "application/pdf", extension: "pdf" }),
  render: renderPdf,
};

async function renderPdf(
  document: ReportDocument,
  sink: ByteSink,
  resources: RenderResources,
): Promise<void> {
  const file = new PdfFile(sink);
  const parts = new DocumentParts(file, document);
  const pages = new PageTree(file);
  const flow = new PageFlow(file, pages, await Typefaces.open(resources, document.locale), document);
  await flow.prepare();
  const bookmarks: Bookmark[] = [];
  const [first] = tablesOf(document);
  // Texts and figures before the first table lie as it does, so that it can follow them on their page.
  const firstLayout = first ? await TableLayout.open(flow, document, first) : null;
  flow.newPage(firstLayout?.plan.landscape ?? flow.directions[0]);
  await drawFrontMatter(flow, document);
  for (const section of document.sections) {
    const layout = section === first ? firstLayout : null;
    bookmarks.push(await drawSection(flow, document, section, layout));
  }
  await drawClosingNote(flow, document);
  flow.end();
  pages.end();
  await parts.end(pages, bookmarks);
}

async function drawSection(
  flow: PageFlow,
  document: ReportDocument,
  section: Section,
  opened: TableLayout | null,
): Promise<Bookmark> {
  switch (section.kind) {
    case "text":
      return await drawTextSection(flow, document, section);
    case "figures":
      return await drawFiguresSection(flow, document, section);
    case "table":
      return await (opened ?? (await TableLayout.open(flow, document, section))).draw();
  }
}
