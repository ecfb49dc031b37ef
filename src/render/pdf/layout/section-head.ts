import type { ReportDocument, Section } from "../../document";
import type { Bookmark } from "../file/document-parts";
import type { PageFlow } from "./page-flow";
import { COLOUR, LEADING, type Length, points, TYPE } from "./theme";

const BEFORE_SECTION = points(20);
const AFTER_HEADING = points(3);
const AFTER_DESCRIPTION = points(2);

/** What every section begins with: its heading, and what it is about. */
export class SectionHead {
  constructor(
    private readonly flow: PageFlow,
    private readonly document: ReportDocument,
    private readonly section: Section,
  ) {}

  /** Announces the texts; to be called before the faces are loaded. */
  want(): void {
    this.flow.type.bold.want(this.section.title);
    this.flow.type.regular.want(this.section.description ?? "");
  }

  /**
   * Draws the head where the page flow stands, on a new page when it would be parted from what follows it.
   * @param next height of what no page break may part from the head
   */
  draw(next: Length, landscape = this.flow.landscape): Bookmark {
    const { flow, section } = this;
    const needed = BEFORE_SECTION + this.#height(flow.bodyWidth(landscape)) + next;
    if (flow.landscape !== landscape || (needed > flow.room && !flow.isFresh)) flow.newPage(landscape);
    else if (!flow.isFresh && !this.#isAlone) flow.y -= BEFORE_SECTION;
    const bookmark = { title: section.title, page: flow.page, top: Math.ceil(flow.y / 100) };
    const { regular, bold } = flow.type;
    if (!this.#isAlone) {
      flow.paragraph(section.title, { face: bold, size: TYPE.heading, colour: COLOUR.ink });
      flow.y -= AFTER_HEADING;
    }
    if (section.description) {
      flow.paragraph(section.description, { face: regular, size: TYPE.body, colour: COLOUR.soft });
      flow.y -= AFTER_DESCRIPTION;
    }
    return bookmark;
  }

  #height(width: Length): Length {
    const { regular, bold } = this.flow.type;
    const { title, description } = this.section;
    const height = (lines: number, size: Length): Length => lines * Math.round(size * LEADING);
    const inLines = (size: Length): number => (width * 1000) / size;
    const titleLines = this.#isAlone ? 0 : bold.lines(title, inLines(TYPE.heading)).length;
    const lines = description ? regular.lines(description, inLines(TYPE.body)).length : 0;
    return height(titleLines, TYPE.heading) + height(lines, TYPE.body) + AFTER_HEADING + AFTER_DESCRIPTION;
  }

  /** One section that is called as the report is does not repeat the name. */
  get #isAlone(): boolean {
    return this.document.sections.length === 1 && this.section.title === this.document.title;
  }
}
