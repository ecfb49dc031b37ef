import { fitText } from "../../chart/measure";
import type { ReportDocument } from "../../document";
import { directionsOf, paperOf } from "../../office/paper";
import { localeDirection } from "../../values/locale";
import { filled, wordsOf } from "../../words";
import type { PageTree } from "../file/page-tree";
import type { PdfFile } from "../file/pdf-file";
import { PLAIN_FONT, type Typefaces } from "../fonts/typefaces";
import type { Face } from "../text/face";
import type { TextLine } from "../text/text-line";
import { Canvas, line } from "./canvas";
import { COLOUR, FOOTER_BASELINE, LEADING, type Length, MARGIN, TYPE } from "./theme";

/** Twentieths of a point, in which paper is measured, in hundredths. */
const PER_TWIP = 5;

export interface PageSize {
  readonly width: Length;
  readonly height: Length;
}

export interface TextStyle {
  readonly face: Face;
  readonly size: Length;
  readonly colour: string;
  /** Lines are no longer than this, however wide the page is. */
  readonly widest?: Length;
}

/** Fills one page after the other from the top; a finished page is written at once. */
export class PageFlow {
  readonly rightToLeft: boolean;
  /** Whether pages may lie, in the order of preference. */
  readonly directions: readonly [boolean, ...boolean[]];
  readonly #portrait: PageSize;
  readonly #resources: number;
  readonly #total: number;
  #canvas: Canvas | null = null;
  #size: PageSize;
  #page = 0;
  /** By whether the page lies. */
  readonly #footerTitles = new Map<boolean, TextLine>();
  /** Where the next block begins, measured from the lower edge of the paper. */
  y: Length = 0;

  constructor(
    private readonly file: PdfFile,
    private readonly pages: PageTree,
    readonly type: Typefaces,
    private readonly document: ReportDocument,
  ) {
    const paper = paperOf(document);
    this.#portrait = { width: paper.width * PER_TWIP, height: paper.height * PER_TWIP };
    this.#size = this.#portrait;
    this.directions = directionsOf(document);
    this.#resources = file.reserve();
    this.#total = file.reserve();
    this.rightToLeft = localeDirection(document.locale) === "rtl";
  }

  /** Width between the margins of a page lying or standing. */
  bodyWidth(landscape: boolean): Length {
    const { width, height } = this.#portrait;
    return (landscape ? height : width) - 2 * MARGIN.side;
  }

  get canvas(): Canvas {
    if (!this.#canvas) throw new Error("no page was begun");
    return this.#canvas;
  }

  get width(): Length {
    return this.#size.width - 2 * MARGIN.side;
  }

  get landscape(): boolean {
    return this.#size.width > this.#size.height;
  }

  /** Height left on this page, and height of a fresh one. */
  get room(): Length {
    return this.y - MARGIN.bottom;
  }

  get freshRoom(): Length {
    return this.#size.height - MARGIN.top - MARGIN.bottom;
  }

  /** Object number of the current page. */
  get page(): number {
    return this.#page;
  }

  get isFresh(): boolean {
    return this.#canvas !== null && this.y === this.#size.height - MARGIN.top;
  }

  /** Finishes the current page and begins another, lying or standing as the last one unless told. */
  newPage(landscape = this.landscape): void {
    this.#finishPage();
    const { width, height } = this.#portrait;
    this.#size = landscape ? { width: height, height: width } : this.#portrait;
    this.#canvas = new Canvas();
    this.#page = this.file.reserve();
    this.y = this.#size.height - MARGIN.top;
  }

  /** Sets text over the width of the page, on as many pages as it takes. */
  paragraph(text: string, style: TextStyle, indent: Length = 0): void {
    const leading = Math.round(style.size * LEADING);
    const column = Math.min(this.width, style.widest ?? this.width);
    const width = column - indent;
    for (const textLine of style.face.lines(text, (width * 1000) / style.size)) {
      if (this.room < leading) this.newPage();
      const atRight = this.rightToLeft || textLine.rightToLeft;
      const left = MARGIN.side + (this.rightToLeft ? this.width - column : indent);
      const x = atRight ? left + width - widthOf(textLine, style.size) : left;
      this.canvas.text(textLine, x, this.y - style.size, style.size, style.colour);
      this.y -= leading;
    }
  }

  /** Whether finished pages wait to be taken by the sink; then `drain` must be awaited. */
  get isFull(): boolean {
    return this.file.isFull;
  }

  async drain(): Promise<void> {
    await this.file.drain();
  }

  /** Sets the title for the foot of the pages, shortened where it must be. To be awaited before the first page. */
  async prepare(): Promise<void> {
    const { regular } = this.type;
    const title = this.document.title.split("\n")[0] ?? "";
    regular.want(`${title}\u2026`);
    regular.want(`${this.#pageWords}0123456789`);
    await this.type.load();
    const measure = (text: string): number => (regular.measure(text) * TYPE.small) / 1000;
    for (const landscape of [false, true]) {
      const fitted = fitText(title, TYPE.small, this.bodyWidth(landscape) * 0.7, measure);
      // Cut off, an Arabic word ends in another shape.
      regular.want(fitted);
      await this.type.load();
      const [textLine] = regular.lines(fitted, Number.POSITIVE_INFINITY);
      if (textLine) this.#footerTitles.set(landscape, textLine);
    }
  }

  /** Finishes the last page, then writes what all pages share: resources and the number of pages. */
  end(): void {
    this.#finishPage();
    const { small } = TYPE;
    this.file.writeStream(this.#total, "", `/${PLAIN_FONT} ${small} Tf(${this.pages.count}) Tj\nET\n`);
    this.file.write(this.#resources, `<</Font<<${this.type.write(this.file)}>>>>`);
  }

  /** The number of pages stands at their end. */
  get #pageWords(): string {
    return wordsOf(this.document.locale).page.replace("{pages}", "");
  }

  #finishPage(): void {
    if (!this.#canvas) return;
    this.#drawFooter(this.#canvas);
    const { width, height } = this.#size;
    this.pages.add({
      page: this.#page,
      width: width / 100,
      height: height / 100,
      resources: this.#resources,
      content: this.#canvas.endInText(),
      sharedContent: this.#total,
    });
    this.#canvas = null;
  }

  /**
   * The number of pages is not known yet, so the content of each page stops inside its last text, after
   * "Page 3 of ", and a second content stream, which all pages share, goes on from there (7.8.2: the streams of a
   * page are read as one). That stream is written when the number is known.
   */
  #drawFooter(canvas: Canvas): void {
    const { regular } = this.type;
    const size = TYPE.small;
    const right = this.#size.width - MARGIN.side;
    const rule = FOOTER_BASELINE + Math.round(size * 1.6);
    canvas.stroke(line(MARGIN.side, rule, right, rule), COLOUR.rule, 50);
    const title = this.#footerTitles.get(this.landscape);
    if (title) canvas.text(title, right - widthOf(title, size), FOOTER_BASELINE, size, COLOUR.soft);
    const [label] = regular.lines(
      filled(this.#pageWords, { page: `${this.pages.count + 1}` }),
      Number.POSITIVE_INFINITY,
    );
    if (label) canvas.text(label, MARGIN.side, FOOTER_BASELINE, size, COLOUR.soft);
  }
}

/** Width of a line set at a size. */
export function widthOf(textLine: TextLine, size: Length): Length {
  return Math.round((textLine.width * size) / 1000);
}
