import { arc } from "d3-shape";
import type { Drawing, Paint, Shape, SliceShape, TextShape } from "../chart/drawing";
import { seriesColour } from "../chart/palette";
import { escapeHtml } from "./escape";

/** A chart's drawing as inline SVG that scales with the page and says `label` to those who cannot see it. */
export function svgOf(drawing: Drawing, label: string): string {
  const { width, height } = drawing;
  const open = `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(label)}" direction="ltr">`;
  return `${open}${drawing.shapes.map(shapeSvg).join("")}</svg>`;
}

function shapeSvg(shape: Shape): string {
  switch (shape.kind) {
    case "rect": {
      const { x, y, width, height } = shape;
      const box = `x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}"`;
      return marked(`<rect ${box} ${paint("fill", shape.fill)}`, "rect", shape.hint);
    }
    case "circle": {
      const place = `cx="${at(shape.x)}" cy="${at(shape.y)}" r="${at(shape.radius)}"`;
      return marked(`<circle ${place} ${paint("fill", shape.fill)}`, "circle", shape.hint);
    }
    case "slice":
      return marked(
        `<path transform="translate(${at(shape.x)} ${at(shape.y)})" d="${slicePath(shape)}" ${paint("fill", shape.fill)} stroke="var(--paper)"`,
        "path",
        shape.hint,
      );
    case "polyline": {
      const points = shape.points.map(([x, y]) => `${at(x)},${at(y)}`).join(" ");
      return `<polyline points="${points}" fill="none" ${paint("stroke", shape.stroke)} stroke-width="${shape.strokeWidth}" stroke-linejoin="round"/>`;
    }
    case "text":
      return textSvg(shape);
  }
}

/** The words that browsers show when the pointer rests on a mark. */
function marked(start: string, element: string, hint: string | undefined): string {
  return hint === undefined ? `${start}/>` : `${start}><title>${escapeHtml(hint)}</title></${element}>`;
}

function textSvg(shape: TextShape): string {
  const turn =
    shape.rotate === undefined ? "" : ` transform="rotate(${shape.rotate} ${at(shape.x)} ${at(shape.y)})"`;
  const anchor = shape.anchor === "start" ? "" : ` text-anchor="${shape.anchor}"`;
  const place = `x="${at(shape.x)}" y="${at(shape.y)}" font-size="${shape.size}"${anchor}${turn}`;
  return `<text ${place} ${paint("fill", shape.fill)}>${escapeHtml(shape.text)}</text>`;
}

/** A slice around the origin. */
function slicePath({ radius, start, end }: SliceShape): string {
  const slice = { innerRadius: 0, outerRadius: radius, startAngle: start, endAngle: end };
  return arc().digits(2)(slice) ?? "";
}

/** Roles take the text's own colour, which is light on dark paper. */
const OPACITY = { ink: 1, muted: 0.72, axis: 0.45, grid: 0.12 } as const;

function paint(attribute: "fill" | "stroke", colour: Paint): string {
  if (typeof colour !== "number") {
    return `${attribute}="currentColor" ${attribute}-opacity="${OPACITY[colour]}"`;
  }
  const hex = seriesColour(colour).map((channel) => channel.toString(16).padStart(2, "0"));
  return `${attribute}="#${hex.join("")}"`;
}

function at(coordinate: number): string {
  return String(Math.round(coordinate * 100) / 100);
}
