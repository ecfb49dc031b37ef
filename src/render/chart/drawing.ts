/**
 * A chart as shapes in a coordinate system with the origin at the top left and y pointing down, in
 * points or CSS pixels. SVG, PDF and DrawingML each draw these five shapes and nothing else.
 */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** The n-th series' colour, or a role that each renderer colours for its paper. */
export type Paint = number | "ink" | "muted" | "axis" | "grid";

export type Point = readonly [x: number, y: number];

export type Shape = RectShape | PolylineShape | CircleShape | SliceShape | TextShape;

export interface RectShape {
  readonly kind: "rect";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: Paint;
  /** What the shape stands for, in words. */
  readonly hint?: string;
}

export interface PolylineShape {
  readonly kind: "polyline";
  readonly points: readonly Point[];
  readonly stroke: Paint;
  readonly strokeWidth: number;
}

export interface CircleShape {
  readonly kind: "circle";
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly fill: Paint;
  readonly hint?: string;
}

/** A sector of a disc, from `start` to `end` in radians, clockwise from 12 o'clock. */
export interface SliceShape {
  readonly kind: "slice";
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly start: number;
  readonly end: number;
  readonly fill: Paint;
  readonly hint?: string;
}

export interface TextShape {
  readonly kind: "text";
  /** The anchor on the baseline. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly anchor: "start" | "middle" | "end";
  readonly fill: Paint;
  /** Degrees around the anchor; -90 reads upwards. */
  readonly rotate?: number;
}
