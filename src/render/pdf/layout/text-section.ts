import type { ReportDocument, TextSection } from "../../document";
import { type TextBlock, textBlocks } from "../../values/text-blocks";
import type { Bookmark } from "../file/document-parts";
import type { PageFlow } from "./page-flow";
import { SectionHead } from "./section-head";
import { COLOUR, LEADING, type Length, MARGIN, points, TYPE } from "./theme";

/** Longer lines are hard to read. */
const WIDEST = points(480);
const AFTER_BLOCK = points(6);
const AFTER_ITEM = points(1.5);
const INDENT = points(12);
const BULLET = "\u2022";
/** Lines that no page break may part from the heading. */
const LINES_WITH_HEADING = 3;

/** Paragraphs and lists below their heading. */
export async function drawTextSection(
  flow: PageFlow,
  document: ReportDocument,
  section: TextSection,
): Promise<Bookmark> {
  const { regular, bold } = flow.type;
  const head = new SectionHead(flow, document, section);
  head.want();
  regular.want(section.text);
  bold.want(BULLET);
  await flow.type.load();
  const bookmark = head.draw(LINES_WITH_HEADING * leading());
  for (const block of textBlocks(section.text)) {
    drawBlock(flow, block);
    flow.y -= AFTER_BLOCK;
    if (flow.isFull) await flow.drain();
  }
  return bookmark;
}

const leading = (): Length => Math.round(TYPE.text * LEADING);

function drawBlock(flow: PageFlow, block: TextBlock): void {
  const style = { face: flow.type.regular, size: TYPE.text, colour: COLOUR.ink, widest: WIDEST };
  if (block.kind === "paragraph") {
    flow.paragraph(block.text, style);
    return;
  }
  for (const item of block.items) {
    if (flow.room < leading()) flow.newPage();
    drawBullet(flow);
    flow.paragraph(item, style, INDENT);
    flow.y -= AFTER_ITEM;
  }
}

function drawBullet(flow: PageFlow): void {
  const [bullet] = flow.type.bold.lines(BULLET, Number.POSITIVE_INFINITY);
  if (!bullet) return;
  const inset = points(2);
  const width = Math.round((bullet.width * TYPE.text) / 1000);
  const x = flow.rightToLeft ? MARGIN.side + flow.width - inset - width : MARGIN.side + inset;
  flow.canvas.text(bullet, x, flow.y - TYPE.text, TYPE.text, COLOUR.accent);
}
