import type { ChartFrame } from "./axes";
import type { Shape } from "./drawing";
import { fitText } from "./measure";

/** Names of the series in rows above the plot; `bottom` is the y below them. */
export function topLegend(names: readonly string[], frame: ChartFrame): { shapes: Shape[]; bottom: number } {
  const { size, measure, width } = frame;
  const shapes: Shape[] = [];
  let x = 0;
  let y = size;
  for (const [at, name] of names.entries()) {
    const label = fitText(name, size, width / 3, measure);
    const needed = size * 1.4 + measure(label, size) + size * 1.4;
    if (x > 0 && x + needed > width) {
      x = 0;
      y += size * 1.6;
    }
    shapes.push(...entry(x, y, label, at, size));
    x += needed;
  }
  return { shapes, bottom: y + size * 0.8 };
}

export interface NotedName {
  readonly label: string;
  /** Short; stands at the end of the entry and is never shortened. */
  readonly note: string;
}

/** Slices by name, in as many columns as their number needs, in a box beside the pie. */
export function sideLegend(
  names: readonly NotedName[],
  frame: ChartFrame,
  box: { readonly left: number; readonly width: number },
): Shape[] {
  const { size, measure, height } = frame;
  const lineHeight = size * 1.55;
  const columns = Math.ceil(names.length / Math.max(1, Math.floor(height / lineHeight)));
  const perColumn = Math.ceil(names.length / columns);
  const widest = (texts: string[]) => Math.max(...texts.map((text) => measure(text, size)));
  const noteWidth = widest(names.map(({ note }) => note));
  const labelWidth = widest(names.map(({ label }) => label));
  const width = Math.min(box.width / columns, labelWidth + noteWidth + size * 4);
  const top = (height - perColumn * lineHeight) / 2 + size * 1.1;
  return names.flatMap(({ label, note }, at) => {
    const x = box.left + Math.floor(at / perColumn) * width;
    const y = top + (at % perColumn) * lineHeight;
    const fitted = fitText(label, size, width - noteWidth - size * 3.4, measure);
    const end = {
      kind: "text",
      x: x + width - size,
      y,
      text: note,
      size,
      anchor: "end",
      fill: "muted",
    } as const;
    return [...entry(x, y, fitted, at, size), end];
  });
}

function entry(x: number, y: number, label: string, series: number, size: number): Shape[] {
  const side = size * 0.8;
  return [
    { kind: "rect", x, y: y - side, width: side, height: side, fill: series },
    { kind: "text", x: x + size * 1.4, y, text: label, size, anchor: "start", fill: "ink" },
  ];
}
