import type { BinRule } from "../document";
import { decimalText, shiftDecimal } from "../values/decimal";
import { MAX_POINTS } from "./sampling";

/** Counts of the values in [from, to); the last bin holds its end too. */
export interface Bin {
  readonly label: string;
  readonly count: number;
}

/** A bin width `digit` x 10^`exponent`, kept apart so that edges are exact decimals. */
interface Width {
  readonly digit: 1 | 2 | 5;
  readonly exponent: number;
}

/** Values held as they are; from then on they are counted on a fine decimal grid. */
const MAX_HELD = 4096;
/** Grid cells; when the range outgrows them the grid becomes ten times as coarse. */
const MAX_CELLS = 10_000;

/**
 * Counts values into bins in one pass and little memory. The width of a bin is the smaller one of two rules, as with
 * NumPy's "auto": that of D. Freedman and P. Diaconis ("On the histogram as a density estimator", 1981), twice the
 * distance of the quartiles over the cube root of n; and that of H. Sturges ("The choice of a class interval", 1926),
 * the range over ceil(log2 n) + 1. The former is finer where there are many values, the latter where there are few.
 * There are at most 50 bins. The width is then rounded up to 1, 2 or 5 times a power of ten, so that the edges are
 * round numbers. Every such width is a multiple of a finer power of ten, which is why counting on that grid loses
 * nothing but the place of the quartiles inside a cell.
 */
export class Histogram {
  readonly #whole: boolean;
  #held: number[] = [];
  #cells: Map<number, number> | null = null;
  #grid = 0;
  #count = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  /** `whole`: the values are integers, so no bin is narrower than one. */
  constructor(whole: boolean) {
    this.#whole = whole;
  }

  add(value: number): void {
    this.#count += 1;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    if (this.#cells === null) {
      this.#held.push(value);
      if (this.#held.length >= MAX_HELD) this.#startGrid();
      return;
    }
    while ((this.#max - this.#min) / 10 ** this.#grid > MAX_CELLS) this.#coarsen();
    increase(this.#cells, binOf(value, { digit: 1, exponent: this.#grid }), 1);
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** None when the values lie further apart than a number can say. */
  bins(): Bin[] {
    const range = this.#max - this.#min;
    if (this.isEmpty || !Number.isFinite(range)) return [];
    if (range < TINY) return [{ label: decimalText(this.#min), count: this.#count }];
    const width = this.#width();
    const first = binOf(this.#min, width);
    const last = this.#lastBin(width, first);
    const counts = new Array<number>(last - first + 1).fill(0);
    const put = (bin: number, count: number) => {
      const at = Math.min(bin, last) - first;
      counts[at] = (counts[at] ?? 0) + count;
    };
    for (const value of this.#held) put(binOf(value, width), 1);
    const cellsPerBin = width.digit * 10 ** (width.exponent - this.#grid);
    for (const [cell, count] of this.#cells ?? []) put(Math.floor(cell / cellsPerBin), count);
    return counts.map((count, at) => ({
      label: this.#label(first + at, at === counts.length - 1, width),
      count,
    }));
  }

  /** A largest value that lies on an edge belongs to the bin below it, unless bins are single integers. */
  #lastBin(width: Width, first: number): number {
    const last = binOf(this.#max, width);
    const onEdge = Number(edgeText(last, width)) === this.#max;
    const single = this.#whole && width.digit === 1 && width.exponent === 0;
    return onEdge && !single && last > first ? last - 1 : last;
  }

  #label(bin: number, isLast: boolean, width: Width): string {
    const from = edgeText(bin, width);
    const end = edgeText(bin + 1, width);
    if (!this.#whole) return rangeText(from, end);
    const closed = isLast && Number(end) <= this.#max ? end : decimalText(Number(end) - 1);
    return from === closed ? from : rangeText(from, closed);
  }

  /** Which rule says how wide the bins are. */
  get rule(): BinRule {
    return this.#freedmanDiaconis() < this.#sturges() ? "freedman-diaconis" : "sturges";
  }

  #width(): Width {
    // One bin more than these may be needed when the first edge is rounded down.
    const least = (this.#max - this.#min) / (MAX_POINTS - 1);
    const width = roundWidth(Math.max(least, Math.min(this.#freedmanDiaconis(), this.#sturges())));
    const finest = this.#cells === null ? (this.#whole ? 0 : width.exponent) : this.#grid;
    return width.exponent < finest ? { digit: 1, exponent: finest } : width;
  }

  #sturges(): number {
    return (this.#max - this.#min) / (Math.ceil(Math.log2(this.#count)) + 1);
  }

  /** Infinite where half of the values are one, about which the rule says nothing. */
  #freedmanDiaconis(): number {
    const [lower, upper] = this.#quartiles();
    return (2 * (upper - lower)) / Math.cbrt(this.#count) || Number.POSITIVE_INFINITY;
  }

  /** Values that a quarter and three quarters of all do not exceed; to the grid's cell where there is a grid. */
  #quartiles(): [lower: number, upper: number] {
    const ranks = [Math.ceil(this.#count / 4), Math.ceil((3 * this.#count) / 4)];
    if (this.#cells === null) {
      const sorted = Float64Array.from(this.#held).sort();
      return [sorted[(ranks[0] ?? 1) - 1] ?? 0, sorted[(ranks[1] ?? 1) - 1] ?? 0];
    }
    const found = [0, 0];
    let seen = 0;
    for (const [cell, count] of [...this.#cells].sort(([a], [b]) => a - b)) {
      for (const [at, rank] of ranks.entries())
        if (seen < rank && seen + count >= rank) found[at] = cell * 10 ** this.#grid;
      seen += count;
    }
    return [found[0] ?? 0, found[1] ?? 0];
  }

  #startGrid(): void {
    const range = this.#max - this.#min || Math.abs(this.#max) || 1;
    const exponent = Math.ceil(Math.log10(range / (MAX_CELLS / 10)));
    this.#grid = this.#whole ? Math.max(0, exponent) : exponent;
    this.#cells = new Map();
    for (const value of this.#held)
      increase(this.#cells, binOf(value, { digit: 1, exponent: this.#grid }), 1);
    this.#held = [];
  }

  #coarsen(): void {
    const coarse = new Map<number, number>();
    for (const [cell, count] of this.#cells ?? []) increase(coarse, Math.floor(cell / 10), count);
    this.#cells = coarse;
    this.#grid += 1;
  }
}

/** Ranges below this have no width that a double can hold; to the eye they are one value. */
const TINY = 1e-290;

function increase(counts: Map<number, number>, key: number, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** The smallest width of 1, 2 or 5 times a power of ten that is at least `width`. */
function roundWidth(width: number): Width {
  const exponent = Math.floor(Math.log10(width));
  const scaled = width / 10 ** exponent;
  for (const digit of [1, 2, 5] as const) if (scaled <= digit * (1 + 1e-9)) return { digit, exponent };
  return { digit: 1, exponent: exponent + 1 };
}

/** Number of the bin [n w, (n + 1) w) that holds the value; a value within rounding of an edge is on it. */
function binOf(value: number, { digit, exponent }: Width): number {
  const scaled = (exponent < 0 ? value * 10 ** -exponent : value / 10 ** exponent) / digit;
  const nearest = Math.round(scaled);
  return Math.abs(scaled - nearest) <= Math.abs(scaled) * 2 ** -50 ? nearest : Math.floor(scaled);
}

function edgeText(bin: number, { digit, exponent }: Width): string {
  return shiftDecimal(decimalText(bin * digit), exponent);
}

function rangeText(from: string, to: string): string {
  return from.startsWith("-") ? `${from} to ${to}` : `${from}–${to}`;
}
