import type { Cell, Column } from "../../render/document";
import { detached, excerpt } from "../read/text";
import { ExactSum } from "./exact-sum";
import { Frequencies, type Frequency } from "./frequencies";

/** Characters of a long text that a statistic shows. */
const SHOWN_CHARS = 200;
const TOP = 10;

/** What is known about one field's values. */
export interface FieldStatistics {
  /** Values that are not null. */
  readonly count: number;
  readonly nulls: number;
  /** Different values; the cap when `distinct_capped`. */
  readonly distinct: number;
  readonly distinct_capped: boolean;
  /** Of numbers, dates (as text) and strings (by UTF-16 code unit); null for booleans. */
  readonly min: Cell;
  readonly max: Cell;
  /** Of numbers; null for other types and when there are none. */
  readonly mean: number | null;
  readonly sum: number | null;
  /** At most 10, most frequent first. */
  readonly top: readonly Frequency[];
  /** False when `top` is estimated: its counts are lower bounds, and it may be shorter or empty. */
  readonly top_exact: boolean;
}

/** Gathers the statistics of one column. */
export abstract class ColumnStatistics {
  readonly frequencies = new Frequencies();
  protected count = 0;
  #nulls = 0;

  /** Takes the cells at `index` of all rows. */
  add(rows: readonly (readonly Cell[])[], index: number): void {
    for (const row of rows) {
      const value = row[index] ?? null;
      if (value === null) {
        this.#nulls += 1;
        continue;
      }
      this.count += 1;
      this.frequencies.add(value);
      this.take(value);
    }
    this.settle();
  }

  result(): FieldStatistics {
    const { distinct, capped } = this.frequencies;
    const top = this.frequencies.top(TOP).map(({ value, count }) => ({ value: shown(value), count }));
    const own = this.measures();
    return {
      count: this.count,
      nulls: this.#nulls,
      distinct,
      distinct_capped: capped,
      ...own,
      top,
      top_exact: !capped,
    };
  }

  protected abstract take(value: string | number | boolean): void;
  /** Called after each batch. */
  protected settle(): void {}
  protected abstract measures(): Pick<FieldStatistics, "min" | "max" | "mean" | "sum">;
}

export function columnStatistics(column: Column): ColumnStatistics {
  if (column.type === "number" || column.type === "integer") return new NumberStatistics();
  return column.type === "boolean" ? new BooleanStatistics() : new TextStatistics();
}

class NumberStatistics extends ColumnStatistics {
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  readonly #sum = new ExactSum();

  protected take(value: string | number | boolean): void {
    const number = Number(value);
    if (number < this.#min) this.#min = number;
    if (number > this.#max) this.#max = number;
    this.#sum.add(number);
  }

  protected measures() {
    if (this.count === 0) return { min: null, max: null, mean: null, sum: null };
    const sum = this.#sum.total;
    // 15 digits are what a double holds; more would show 0.3 / 3 as 0.09999999999999999.
    const mean = sum === null ? null : Number((sum / this.count).toPrecision(15));
    return { min: this.#min, max: this.#max, mean, sum };
  }
}

class TextStatistics extends ColumnStatistics {
  #min: string | null = null;
  #max: string | null = null;

  protected take(value: string | number | boolean): void {
    const text = String(value);
    if (this.#min === null || text < this.#min) this.#min = text;
    if (this.#max === null || text > this.#max) this.#max = text;
  }

  /** The extremes outlive the batch that they were cut from. */
  protected override settle(): void {
    if (this.#min !== null) this.#min = detached(this.#min);
    if (this.#max !== null) this.#max = detached(this.#max);
  }

  protected measures() {
    return { min: shown(this.#min), max: shown(this.#max), mean: null, sum: null };
  }
}

class BooleanStatistics extends ColumnStatistics {
  protected take(): void {}

  protected measures() {
    return { min: null, max: null, mean: null, sum: null };
  }
}

function shown<Value extends Cell>(value: Value): Value | string {
  return typeof value === "string" ? excerpt(value, SHOWN_CHARS) : value;
}
