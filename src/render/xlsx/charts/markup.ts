import { seriesColour } from "../../chart/palette";

/** DrawingML (ECMA-376 part 1, 20.1) and its charts (21.2). */
export const CHART_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart";
export const DRAWING_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/main";

export const solid = (rgb: string) => `<a:solidFill><a:srgbClr val="${rgb}"/></a:solidFill>`;

/** The n-th series' colour, in hexadecimal. */
export function colour(series: number): string {
  const channels = seriesColour(series).map((channel) => channel.toString(16).padStart(2, "0"));
  return channels.join("").toUpperCase();
}

/** The face of all texts, as in cells and paragraphs; without one a chart takes a theme's. */
export const FACE = '<a:latin typeface="Calibri"/>';
