export interface Ticks {
  /** First and last tick, which enclose the data. */
  readonly min: number;
  readonly max: number;
  readonly values: readonly number[];
}

/**
 * About `count` round values that enclose [min, max], at steps of 1, 2 or 5 times a power of ten:
 * P. Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990.
 */
export function niceTicks(min: number, max: number, count: number): Ticks {
  const [low, high] = [within(min), within(max)];
  if (high - low < TINY) return niceTicks(Math.min(low, 0), high > TINY ? high : low < -TINY ? 0 : 1, count);
  const step = niceStep((high - low) / Math.max(1, count));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = { min: multiple(first, step), max: multiple(last, step) };
  // Ranges that are small beside their values have no round steps: only the ends are marked.
  if (!(ticks.min < ticks.max) || last - first > 10 * count)
    return { min: low, max: high, values: [low, high] };
  const values = Array.from({ length: last - first + 1 }, (_, at) => multiple(first + at, step));
  return { ...ticks, values };
}

/** Below and above these, steps and ranges leave what a double can hold. */
const TINY = 1e-290;
const HUGE = 8e307;

const within = (value: number) => Math.min(Math.max(value, -HUGE), HUGE);

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = rough / power;
  const nice = digit < 1.5 ? 1 : digit < 3 ? 2 : digit < 7 ? 5 : 10;
  return nice * power;
}

/** 3 x 0.1 is 0.30000000000000004 in doubles; twelve digits are enough for an axis. */
function multiple(times: number, step: number): number {
  return Number((times * step).toPrecision(12));
}
