/** Points a chart shows at most, for readability (seed 001). */
export const MAX_POINTS = 50;

/** Which of many points a chart keeps. `add` gets a function so that points not kept are never built. */
export interface PointSample<T> {
  add(make: () => T): void;
  readonly total: number;
  points(): T[];
}

/** The first 50, in the order in which the report is sorted: for bars. */
export function firstPoints<T>(): PointSample<T> {
  const kept: T[] = [];
  let total = 0;
  return {
    add(make) {
      if (total < MAX_POINTS) kept.push(make());
      total += 1;
    },
    get total() {
      return total;
    },
    points: () => kept,
  };
}

/** Candidates held while the total is unknown; between half and all of them are there at the end. */
const MAX_CANDIDATES = 4096;

/**
 * Fifty points spread evenly over all, with the first and the last, in their order: for lines and
 * clouds, whose shape the first fifty would not show. Holds every stride-th point and doubles the
 * stride when they become too many.
 */
export function evenPoints<T>(): PointSample<T> {
  let kept: T[] = [];
  let stride = 1;
  let total = 0;
  let last: (() => T) | null = null;
  return {
    add(make) {
      if (total % stride === 0) {
        kept.push(make());
        last = null;
        if (kept.length >= MAX_CANDIDATES) {
          kept = kept.filter((_, at) => at % 2 === 0);
          stride *= 2;
          last = make;
        }
      } else last = make;
      total += 1;
    },
    get total() {
      return total;
    },
    points() {
      const all = last === null ? kept : [...kept, last()];
      if (all.length <= MAX_POINTS) return all;
      const step = (all.length - 1) / (MAX_POINTS - 1);
      return Array.from({ length: MAX_POINTS }, (_, at) => all[Math.round(at * step)]).filter(
        (point) => point !== undefined,
      );
    },
  };
}

export interface Slice {
  /** In each column that could name it. */
  readonly labels: readonly string[];
  readonly value: number | null;
}

/** Slices held before the small ones are summed up. */
const MAX_SLICES_HELD = 1024;

/**
 * All slices in their order when there are at most 50; else the 49 largest, largest first, and
 * one called `other` with the sum of the rest, so that the whole stays the whole.
 */
export function largestSlices(other: string): PointSample<Slice> {
  let held: Slice[] = [];
  let rest = 0;
  let total = 0;
  const keepLargest = () => {
    held.sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
    for (const { value } of held.slice(MAX_POINTS - 1)) rest += Math.max(0, value ?? 0);
    held = held.slice(0, MAX_POINTS - 1);
  };
  return {
    add(make) {
      held.push(make());
      total += 1;
      if (held.length >= MAX_SLICES_HELD) keepLargest();
    },
    get total() {
      return total;
    },
    points() {
      if (total <= MAX_POINTS) return held;
      keepLargest();
      return [...held, { labels: held[0]?.labels.map(() => other) ?? [], value: rest }];
    },
  };
}
