export type Rgb = readonly [red: number, green: number, blue: number];

/** Colours of series and slices, each at least 3 : 1 against white (WCAG 2.2, 1.4.11). */
const BASE: readonly Rgb[] = [
  [23, 138, 138],
  [58, 111, 184],
  [196, 112, 28],
  [190, 72, 104],
  [120, 92, 188],
  [84, 140, 62],
  [98, 112, 134],
  [150, 106, 70],
];

/** The colour of the n-th series or slice; beyond eight they repeat, lighter by turns. */
export function seriesColour(index: number): Rgb {
  const [red, green, blue] = BASE[index % BASE.length] ?? [98, 112, 134];
  const lighter = Math.min(0.6, Math.floor(index / BASE.length) * 0.2);
  const mix = (channel: number) => Math.round(channel + (255 - channel) * lighter);
  return [mix(red), mix(green), mix(blue)];
}
