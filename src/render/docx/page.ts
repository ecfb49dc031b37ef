import type { ReportDocument } from "../document";
import { cutText } from "../office/cut-text";
import type { Paper } from "../office/paper";
import { wordsOf } from "../words";
import { XML_DECLARATION } from "../xml";
import { RELATIONSHIPS_NAMESPACE, WORD_NAMESPACE } from "./namespaces";
import { runsOf } from "./runs";

/** 2 cm, in twips. */
const MARGIN = 1134;
const FOOTER_DISTANCE = 567;

export interface Page {
  readonly width: number;
  readonly height: number;
  readonly landscape: boolean;
  /** Between the margins. */
  readonly textWidth: number;
  readonly textHeight: number;
}

export function pageOf(paper: Paper, landscape: boolean): Page {
  const [width, height] = landscape ? [paper.height, paper.width] : [paper.width, paper.height];
  return { width, height, landscape, textWidth: width - 2 * MARGIN, textHeight: height - 2 * MARGIN };
}

/** How the pages of a section are (ECMA-376 part 1, 17.6.17): a child of the body in the last one. */
export function sectionProperties({ width, height, landscape }: Page, footerId: string): string {
  return (
    `<w:sectPr><w:footerReference w:type="default" r:id="${footerId}"/>` +
    `<w:pgSz w:w="${width}" w:h="${height}"${landscape ? ' w:orient="landscape"' : ""}/>` +
    `<w:pgMar w:top="${MARGIN}" w:right="${MARGIN}" w:bottom="${MARGIN}" w:left="${MARGIN}" ` +
    `w:header="${FOOTER_DISTANCE}" w:footer="${FOOTER_DISTANCE}" w:gutter="0"/></w:sectPr>`
  );
}

/** The end of a section before the last (17.6.18): a paragraph of no height to speak of. */
export function sectionEnd(properties: string): string {
  return `<w:p><w:pPr><w:pStyle w:val="AfterTable"/>${properties}</w:pPr></w:p>`;
}

const MAX_TITLE = 90;

/** `word/footer1.xml` for pages of this width: the title, and the page of pages by fields that Word keeps right (17.16.5). */
export function footerXml({ title, locale }: ReportDocument, page: Page): string {
  const field = (name: string) => `<w:fldSimple w:instr=" ${name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>`;
  const short = title.length > MAX_TITLE ? `${cutText(title, MAX_TITLE - 1)}…` : title;
  const [before = "", between = ""] = wordsOf(locale).page.split(/\{pages?\}/);
  return (
    `${XML_DECLARATION}<w:ftr xmlns:w="${WORD_NAMESPACE}" xmlns:r="${RELATIONSHIPS_NAMESPACE}">` +
    `<w:p><w:pPr><w:pStyle w:val="Footer"/><w:tabs><w:tab w:val="right" w:pos="${page.textWidth}"/></w:tabs></w:pPr>` +
    `${runsOf(short)}<w:r><w:tab/><w:t xml:space="preserve">${before}</w:t></w:r>${field("PAGE")}` +
    `<w:r><w:t xml:space="preserve">${between}</w:t></w:r>${field("NUMPAGES")}</w:p></w:ftr>`
  );
}
