/**
 * Which slice of one font family holds a code point. Sorted ranges in typed arrays: the Chinese, Japanese and
 * Korean families have about 8,000 scattered ranges each.
 */
export class FamilyCoverage {
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #owners: readonly string[];

  /**
   * @param slices names with their coverage as scripts/font-assets.mjs writes it: ranges `gap.length` in base
   * 36, each gap counted from the end of the range before.
   */
  constructor(slices: readonly { readonly name: string; readonly coverage: string }[]) {
    const ranges = disjoint(slices.flatMap(({ name, coverage }) => readRanges(coverage, name)));
    this.#starts = Uint32Array.from(ranges, (range) => range.start);
    this.#ends = Uint32Array.from(ranges, (range) => range.end);
    this.#owners = ranges.map((range) => range.owner);
  }

  /** Name of the slice with this code point, or null. */
  sliceOf(codePoint: number): string | null {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= codePoint) low = middle + 1;
      else high = middle;
    }
    return codePoint < (this.#ends[low - 1] ?? 0) ? (this.#owners[low - 1] ?? null) : null;
  }
}

/** From `start` up to, but without, `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
  readonly owner: string;
}

/** A few marks are in several slices of a family: each is kept once. */
function disjoint(ranges: Range[]): Range[] {
  ranges.sort((a, b) => a.start - b.start);
  let end = 0;
  const kept: Range[] = [];
  for (const range of ranges) {
    if (range.end <= end) continue;
    kept.push(range.start < end ? { ...range, start: end } : range);
    end = range.end;
  }
  return kept;
}

function readRanges(coverage: string, owner: string): Range[] {
  let end = 0;
  return coverage.split(",").map((range) => {
    const [gap = "", length = "1"] = range.split(".");
    const start = end + Number.parseInt(gap, 36);
    end = start + Number.parseInt(length, 36);
    return { start, end, owner };
  });
}
