import { type ScaleLinear, scaleLinear } from "d3-scale";

/** A linear scale that encloses its data, and the values that its axis marks. */
export interface Ticks {
  /** Maps [0, 1]; give a copy the range of a plot. */
  readonly scale: ScaleLinear<number, number>;
  readonly values: readonly number[];
}

/** About `count` round values that enclose [min, max]: d3-scale's `nice` and `ticks`. */
export function niceTicks(min: number, max: number, count: number): Ticks {
  const [low, high] = [within(min), within(max)];
  if (high - low < TINY) return niceTicks(Math.min(low, 0), high > TINY ? high : low < -TINY ? 0 : 1, count);
  const scale = scaleLinear([low, high], [0, 1]).nice(count);
  const values = scale.ticks(count);
  // Ranges that are small beside their values have no round steps: only the ends are marked.
  const round = values.length > 1 && values.length <= 10 * count && encloses(scale.domain(), low, high);
  return round ? { scale, values } : { scale: scaleLinear([low, high], [0, 1]), values: [low, high] };
}

/** Below and above these, steps and ranges leave what a double can hold. */
const TINY = 1e-290;
const HUGE = 8e307;

/** A value beyond what scales can compute with stands at their end. */
export const within = (value: number) => Math.min(Math.max(value, -HUGE), HUGE);

function encloses([first = 0, last = 0]: number[], low: number, high: number): boolean {
  return first <= low && last >= high && Number.isFinite(last - first);
}
