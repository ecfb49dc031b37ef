import type { FiguresSection, ReportDocument } from "../../document";
import { figureText } from "../../values/format";
import type { Bookmark } from "../file/document-parts";
import type { TextLine } from "../text/text-line";
import { line, rectangle } from "./canvas";
import { type PageFlow, widthOf } from "./page-flow";
import { SectionHead } from "./section-head";
import { COLOUR, LEADING, type Length, MARGIN, points, TYPE } from "./theme";

const GAP = points(9);
const NARROWEST = points(112);
const PADDING = points(9);
const BAR = points(2);
const AFTER_LABEL = points(2);
const AFTER_FIGURES = points(4);
const MOST_LINES = 8;

interface Tile {
  readonly label: readonly TextLine[];
  readonly value: readonly TextLine[];
  readonly size: Length;
}

/** A tile for each figure: what it is called, and its value large. */
export async function drawFiguresSection(
  flow: PageFlow,
  document: ReportDocument,
  section: FiguresSection,
): Promise<Bookmark> {
  const { regular, bold } = flow.type;
  const head = new SectionHead(flow, document, section);
  head.want();
  const texts = section.figures.map((figure) => ({
    label: figure.label,
    value: figureText(figure, document.locale, document.time_zone),
  }));
  for (const { label, value } of texts) {
    regular.want(label);
    bold.want(`${value}\u2026`);
  }
  await flow.type.load();
  const columns = columnsIn(flow.width, texts.length);
  const width = Math.floor((flow.width - (columns - 1) * GAP) / columns);
  const tiles = texts.map(({ label, value }) => tileOf(flow, label, value, width - 2 * PADDING));
  const rows = Array.from({ length: Math.ceil(tiles.length / columns) }, (_, at) =>
    tiles.slice(at * columns, (at + 1) * columns),
  );
  const bookmark = head.draw(heightOf(rows[0] ?? []) + AFTER_FIGURES);
  flow.y -= AFTER_FIGURES;
  for (const row of rows) {
    const height = heightOf(row);
    if (height > flow.room && !flow.isFresh) flow.newPage();
    for (const [at, tile] of row.entries()) {
      const place = at * (width + GAP);
      drawTile(
        flow,
        tile,
        MARGIN.side + (flow.rightToLeft ? flow.width - place - width : place),
        width,
        height,
      );
    }
    flow.y -= height + GAP;
    if (flow.isFull) await flow.drain();
  }
  return bookmark;
}

/** As many tiles side by side as can be read; rows are about equally full. */
function columnsIn(room: Length, figures: number): number {
  const most = Math.max(1, Math.floor((room + GAP) / (NARROWEST + GAP)));
  const rows = Math.ceil(figures / most);
  return Math.min(most, Math.max(3, Math.ceil(figures / Math.max(1, rows))));
}

/** A value that does not fit in one line is words, and set smaller. */
function tileOf({ type }: PageFlow, label: string, value: string, width: Length): Tile {
  const lines = (face: typeof type.bold, text: string, size: Length) => {
    const all = face.lines(text, (width * 1000) / size);
    const cut = face.lines("\u2026", Number.POSITIVE_INFINITY);
    return all.length > MOST_LINES ? [...all.slice(0, MOST_LINES - 1), ...cut] : all;
  };
  const large = lines(type.bold, value, TYPE.figure);
  const size = large.length > 1 ? TYPE.wordyFigure : TYPE.figure;
  return {
    label: lines(type.regular, label, TYPE.small),
    value: size === TYPE.figure ? large : lines(type.bold, value, size),
    size,
  };
}

const leading = (size: Length): Length => Math.round(size * LEADING);

function heightOf(row: readonly Tile[]): Length {
  const heights = row.map(
    ({ label, value, size }) => label.length * leading(TYPE.small) + value.length * leading(size),
  );
  return BAR + 2 * PADDING + AFTER_LABEL + Math.max(0, ...heights);
}

function drawTile(flow: PageFlow, tile: Tile, left: Length, width: Length, height: Length): void {
  const { canvas } = flow;
  const top = flow.y;
  canvas.fill(rectangle(left, top - height, width, height), COLOUR.band);
  canvas.fill(rectangle(left, top - BAR, width, BAR), COLOUR.accent);
  canvas.stroke(line(left, top - height, left + width, top - height), COLOUR.rule, 50);
  let y = top - BAR - PADDING;
  const draw = (lines: readonly TextLine[], size: Length, colour: string) => {
    for (const textLine of lines) {
      const atRight = flow.rightToLeft || textLine.rightToLeft;
      const x = atRight ? left + width - PADDING - widthOf(textLine, size) : left + PADDING;
      canvas.text(textLine, x, y - size, size, colour);
      y -= leading(size);
    }
  };
  draw(tile.label, TYPE.small, COLOUR.soft);
  y -= AFTER_LABEL;
  draw(tile.value, tile.size, COLOUR.ink);
}
