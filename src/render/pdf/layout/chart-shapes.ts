import type { Paint, Shape, TextShape } from "../../chart/drawing";
import { seriesColour } from "../../chart/palette";
import { rectangle, round } from "./canvas";
import { type PageFlow, widthOf } from "./page-flow";
import { COLOUR, type Length } from "./theme";

/** A chart is measured in points, as its text sizes are; the page in hundredths. */
export const UNIT = 100;

const PAPER = "1 1 1";
/** On paper the strokes of the screen look heavy. */
const STROKE = 0.7 * UNIT;

/** Draws one shape of a chart whose upper left corner is at (left, top). */
export function drawShape(flow: PageFlow, shape: Shape, left: Length, top: Length): void {
  const { canvas } = flow;
  const x = (value: number): number => round(left + value * UNIT);
  const y = (value: number): number => round(top - value * UNIT);
  switch (shape.kind) {
    case "rect": {
      const [width, height] = [shape.width * UNIT, shape.height * UNIT];
      canvas.fill(rectangle(x(shape.x), y(shape.y) - height, width, height), colourOf(shape.fill));
      break;
    }
    case "circle": {
      const disc = arc(x(shape.x), y(shape.y), shape.radius * UNIT, 0, 2 * Math.PI, "m");
      canvas.fill(disc, colourOf(shape.fill));
      break;
    }
    case "slice": {
      const edge = arc(x(shape.x), y(shape.y), shape.radius * UNIT, shape.start, shape.end, "l");
      const slice = `${x(shape.x)} ${y(shape.y)} m\n${edge}h\n`;
      canvas.fill(slice, colourOf(shape.fill));
      canvas.stroke(slice, PAPER, STROKE);
      break;
    }
    case "polyline": {
      const path = shape.points.map(([px, py], index) => `${x(px)} ${y(py)} ${index === 0 ? "m" : "l"}\n`);
      canvas.stroke(path.join(""), colourOf(shape.stroke), shape.strokeWidth * STROKE);
      break;
    }
    case "text":
      drawText(flow, shape, x(shape.x), y(shape.y));
  }
}

function drawText(flow: PageFlow, shape: TextShape, x: Length, y: Length): void {
  const size = shape.size * UNIT;
  const [textLine] = flow.type.regular.lines(shape.text, Number.POSITIVE_INFINITY);
  if (!textLine) return;
  const width = widthOf(textLine, size);
  const before = shape.anchor === "middle" ? width / 2 : shape.anchor === "end" ? width : 0;
  // A drawing turns with the clock, a page against it.
  const angle = -(shape.rotate ?? 0);
  const turn = (angle * Math.PI) / 180;
  const startX = x - before * Math.cos(turn);
  const startY = y - before * Math.sin(turn);
  flow.canvas.turnedText(textLine, startX, startY, size, colourOf(shape.fill), angle);
}

/**
 * An arc with the clock from 12 o'clock, angles in radians, of Bezier curves over at most a quarter turn each
 * (control points at 4/3 tan(angle/4) of the radius). `first` is the operator that leads to its start.
 */
function arc(x: Length, y: Length, radius: Length, start: number, end: number, first: "m" | "l"): string {
  const steps = Math.max(1, Math.ceil((end - start) / (Math.PI / 2) - 1e-9));
  const step = (end - start) / steps;
  const reach = (4 / 3) * Math.tan(step / 4) * radius;
  const at = (angle: number, along: number): string =>
    `${round(x + radius * Math.sin(angle) + along * Math.cos(angle))} ` +
    `${round(y + radius * Math.cos(angle) - along * Math.sin(angle))}`;
  let path = `${at(start, 0)} ${first}\n`;
  for (let index = 0; index < steps; index++) {
    const from = start + index * step;
    const to = from + step;
    path += `${at(from, reach)} ${at(to, -reach)} ${at(to, 0)} c\n`;
  }
  return path;
}

function colourOf(paint: Paint): string {
  if (typeof paint === "number") {
    return seriesColour(paint)
      .map((channel) => (channel / 255).toFixed(3))
      .join(" ");
  }
  const roles = { ink: COLOUR.ink, muted: COLOUR.soft, axis: COLOUR.strongRule, grid: COLOUR.rule };
  return roles[paint];
}
