import type { Drawing, Paint, PolylineShape, Shape, SliceShape, TextShape } from "../chart/drawing";
import type { Measure } from "../chart/measure";
import { seriesColour } from "../chart/palette";
import { runsOf } from "./runs";

/** A chart is measured in points, DrawingML in English Metric Units (ECMA-376 part 1, 20.1.10.16). */
export const EMU = 12_700;

/** Calibri's height above the baseline and in all, in parts of the font size; text may stand in a wider face. */
const ASCENT = 0.952;
const LINE = 1.221;
const SLACK = 1.15;

/**
 * The shapes of a drawing as shapes of Word (namespace `wps`), for one group; text is not turned. The first is an
 * unseen one as large as the drawing, since LibreOffice takes the group to be as large as what is in it.
 * @param firstId from which the shapes are numbered; no two drawings of a document may share a number
 */
export function shapesXml({ width, height, shapes }: Drawing, measure: Measure, firstId: number): string {
  const paper = wsp(frame(0, 0, width, height), preset("rect") + NO_FILL + NO_LINE);
  return [paper, ...shapes.map((shape) => shapeXml(shape, measure))]
    .map((content, at) => {
      const id = firstId + at;
      return `<wps:wsp><wps:cNvPr id="${id}" name="Shape ${id}"/>${content}</wps:wsp>`;
    })
    .join("");
}

function shapeXml(shape: Shape, measure: Measure): string {
  switch (shape.kind) {
    case "rect":
      return wsp(
        frame(shape.x, shape.y, shape.width, shape.height),
        preset("rect") + fill(shape.fill) + NO_LINE,
      );
    case "circle": {
      const { x, y, radius } = shape;
      const box = frame(x - radius, y - radius, 2 * radius, 2 * radius);
      return wsp(box, preset("ellipse") + fill(shape.fill) + NO_LINE);
    }
    case "polyline":
      return polyline(shape);
    case "slice":
      return slice(shape);
    case "text":
      return text(shape, measure);
  }
}

function polyline({ points, stroke, strokeWidth }: PolylineShape): string {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const line = `<a:ln w="${emu(strokeWidth * STROKE)}" cap="rnd">${fill(stroke)}<a:round/></a:ln>`;
  const box = frame(left, top, width, height);
  // A path needs an area to be scaled to, which a level line has not.
  if (width === 0 || height === 0) return wsp(box, preset("line") + line);
  const path = points.map(([x, y], at) => to(at === 0 ? "moveTo" : "lnTo", x - left, y - top)).join("");
  return wsp(box, custom(width, height, path, ' fill="none"') + NO_FILL + line);
}

/** On paper the strokes of the screen look heavy. */
const STROKE = 0.75;

/** Angles are clockwise from 3 o'clock, in 60,000ths of a degree. */
function slice({ x, y, radius, start, end, fill: paint }: SliceShape): string {
  const angle = (radians: number) => Math.round(((radians * 180) / Math.PI) * 60_000);
  const r = emu(radius);
  const arc = `<a:arcTo wR="${r}" hR="${r}" stAng="${angle(start - Math.PI / 2)}" swAng="${angle(end - start)}"/>`;
  const first = to("lnTo", radius + radius * Math.sin(start), radius - radius * Math.cos(start));
  const path = `${to("moveTo", radius, radius)}${first}${arc}<a:close/>`;
  const paper = `<a:ln w="${emu(STROKE)}"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln>`;
  const box = frame(x - radius, y - radius, 2 * radius, 2 * radius);
  return wsp(box, custom(2 * radius, 2 * radius, path) + fill(paint) + paper);
}

/** A box without edges, as wide as the text needs. */
function text({ x, y, size, anchor, fill: paint, text: written }: TextShape, measure: Measure): string {
  const width = measure(written, size) * SLACK + size;
  const before = anchor === "start" ? 0 : anchor === "middle" ? width / 2 : width;
  const alignment = { start: "left", middle: "center", end: "right" }[anchor];
  const half = Math.round(size * 2);
  const look = `<w:color w:val="${colourOf(paint)}"/><w:sz w:val="${half}"/><w:szCs w:val="${half}"/>`;
  return wsp(
    frame(x - before, y - size * ASCENT, width, size * LINE),
    preset("rect") + NO_FILL + NO_LINE,
    `<wps:txbx><w:txbxContent><w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="${alignment}"/></w:pPr>` +
      `${runsOf(written, look)}</w:p></w:txbxContent></wps:txbx>`,
    '<wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></wps:bodyPr>',
  );
}

/** What follows a shape's name. */
function wsp(box: string, properties: string, content = "", body = "<wps:bodyPr/>"): string {
  const kind = content === "" ? "<wps:cNvSpPr/>" : '<wps:cNvSpPr txBox="1"/>';
  return `${kind}<wps:spPr>${box}${properties}</wps:spPr>${content}${body}`;
}

function frame(x: number, y: number, width: number, height: number): string {
  return `<a:xfrm><a:off x="${emu(x)}" y="${emu(y)}"/><a:ext cx="${emu(width)}" cy="${emu(height)}"/></a:xfrm>`;
}

const preset = (name: "rect" | "ellipse" | "line") => `<a:prstGeom prst="${name}"><a:avLst/></a:prstGeom>`;

function custom(width: number, height: number, path: string, attributes = ""): string {
  return (
    '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>' +
    `<a:path w="${emu(width)}" h="${emu(height)}"${attributes}>${path}</a:path></a:pathLst></a:custGeom>`
  );
}

const to = (operator: "moveTo" | "lnTo", x: number, y: number) =>
  `<a:${operator}><a:pt x="${emu(x)}" y="${emu(y)}"/></a:${operator}>`;

const NO_FILL = "<a:noFill/>";
const NO_LINE = "<a:ln><a:noFill/></a:ln>";
const fill = (paint: Paint) => `<a:solidFill><a:srgbClr val="${colourOf(paint)}"/></a:solidFill>`;

const emu = (points: number) => Math.round(points * EMU);

const ROLES = { ink: "1F2933", muted: "64748B", axis: "9AA9BC", grid: "DDE3EA" } as const;

function colourOf(paint: Paint): string {
  if (typeof paint !== "number") return ROLES[paint];
  const channels = seriesColour(paint).map((channel) => channel.toString(16).padStart(2, "0"));
  return channels.join("").toUpperCase();
}
