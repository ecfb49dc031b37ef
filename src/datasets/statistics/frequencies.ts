import { detached } from "../read/text";

type Value = string | number | boolean;

export interface Frequency {
  readonly value: Value;
  readonly count: number;
}

/** Different values counted exactly. */
const DISTINCT_CAP = 10_000;
/** Beyond the cap only the frequent values are followed. */
const FOLLOWED = 1_000;
/** Below this share of all values the most frequent one says nothing. */
const NOTABLE_SHARE = 0.001;

/**
 * How often each value occurs. Exact up to `DISTINCT_CAP` different values; beyond it the counts go
 * on as a Misra-Gries summary (Misra and Gries, 1982): a value's count is then at most `error` too
 * low, and a value that is not followed occurs at most `error` times. A column in which no value is
 * notable by then (ids, times, free text) is no longer followed at all.
 */
export class Frequencies {
  /** Rough bytes held. */
  bytes = 0;
  /** Different values seen while that was exact. */
  distinct = 0;
  capped = false;

  #counts = new Map<Value, number>();
  #following = true;
  #added = 0;
  #error = 0;

  add(value: Value): void {
    if (!this.#following) return;
    this.#added += 1;
    const count = this.#counts.get(value);
    if (count !== undefined) {
      this.#counts.set(value, count + 1);
      return;
    }
    const key = typeof value === "string" ? detached(value) : value;
    this.#counts.set(key, 1);
    this.bytes += weight(key);
    if (!this.capped) this.distinct = this.#counts.size;
    if (this.#counts.size > (this.capped ? 2 * FOLLOWED : DISTINCT_CAP)) this.cap();
  }

  /** Gives up exactness for memory: keeps the most frequent values. */
  cap(): void {
    if (!this.capped) this.distinct = Math.min(this.#counts.size, DISTINCT_CAP);
    this.capped = true;
    const counts = Float64Array.from(this.#counts.values()).sort();
    const drop = counts[Math.max(0, counts.length - 1 - FOLLOWED)] ?? 0;
    this.#following = (counts.at(-1) ?? 0) - drop > this.#added * NOTABLE_SHARE;
    this.#error += drop;
    const kept = new Map<Value, number>();
    this.bytes = 0;
    for (const [value, count] of this.#following ? this.#counts : []) {
      if (count <= drop) continue;
      kept.set(value, count - drop);
      this.bytes += weight(value);
    }
    this.#counts = kept;
  }

  /**
   * The most frequent values, ties in the order of the values. When estimated, only those that are
   * surely more frequent than any value not followed: none in a column of ids.
   */
  top(limit: number): Frequency[] {
    const sure = [...this.#counts].filter(([, count]) => count > this.#error);
    sure.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : a > b ? 1 : 0));
    return sure.slice(0, limit).map(([value, count]) => ({ value, count }));
  }
}

function weight(value: Value): number {
  return typeof value === "string" ? 64 + 2 * value.length : 48;
}
