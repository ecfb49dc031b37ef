import type { ReportDocument } from "../document";
import type { ByteSink, Renderer, RenderResources } from "../renderer";
import { type Bookmark, DocumentParts } from "./file/document-parts";
import { PageTree } from "./file/page-tree";
import { PdfFile } from "./file/pdf-file";
import { Typefaces } from "./fonts/typefaces";
import { drawFrontMatter } from "./layout/front-matter";
import { PageFlow } from "./layout/page-flow";
import { SectionLayout } from "./layout/section";

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
  const [first, ...others] = document.sections;
  const firstLayout = first ? await SectionLayout.open(flow, document, first) : null;
  flow.newPage(firstLayout?.plan.landscape ?? false);
  await drawFrontMatter(flow, document);
  if (firstLayout) bookmarks.push(await firstLayout.draw());
  for (const section of others) {
    const layout = await SectionLayout.open(flow, document, section);
    bookmarks.push(await layout.draw());
  }
  flow.end();
  pages.end();
  await parts.end(pages, bookmarks);
}
