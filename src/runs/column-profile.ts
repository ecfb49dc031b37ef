import type { Column, Row } from "../render/document";

/** Columns with longer fractions hold measurements: their digits are shown as they are. */
const MOST_DECIMALS = 6;
/** The beginning of a longer text says enough about its words. */
const LONGEST = 60;

/**
 * Notes, while rows pass by, what layout must know of whole columns and cannot see in their first rows: how many
 * decimals a column's numbers have and how far from 0 they go, and its longest text.
 */
export class ColumnProfile {
  private readonly decimals: number[];
  private readonly largest: number[];
  private readonly longest: string[];

  constructor(private readonly columns: readonly Column[]) {
    this.decimals = columns.map(() => 0);
    this.largest = columns.map(() => 0);
    this.longest = columns.map(() => "");
  }

  add(rows: readonly Row[]): void {
    for (const [at, { type }] of this.columns.entries()) {
      if (type === "number" || type === "integer") this.addSizes(rows, at);
      if (type === "number") this.addNumbers(rows, at);
      else if (type === "string") this.addTexts(rows, at);
    }
  }

  /** The columns with what was noted. */
  finish(): Column[] {
    return this.columns.map((column, at) => {
      const [decimals, largest] = [this.decimals[at] ?? 0, this.largest[at] ?? 0];
      if (column.type === "string") return { ...column, longest: this.longest[at] ?? "" };
      if (column.type === "integer") return { ...column, largest };
      if (column.type !== "number") return column;
      return decimals <= MOST_DECIMALS ? { ...column, decimals, largest } : { ...column, largest };
    });
  }

  private addNumbers(rows: readonly Row[], at: number): void {
    let decimals = this.decimals[at] ?? 0;
    for (const row of rows) {
      const value = row[at];
      if (typeof value !== "number") continue;
      while (decimals <= MOST_DECIMALS && !hasAtMost(value, decimals)) decimals += 1;
      if (decimals > MOST_DECIMALS) break;
    }
    this.decimals[at] = decimals;
  }

  private addSizes(rows: readonly Row[], at: number): void {
    let largest = this.largest[at] ?? 0;
    for (const row of rows) {
      const value = row[at];
      if (typeof value === "number" && Math.abs(value) > Math.abs(largest)) largest = value;
    }
    this.largest[at] = largest;
  }

  private addTexts(rows: readonly Row[], at: number): void {
    let longest = this.longest[at] ?? "";
    if (longest.length >= LONGEST) return;
    for (const row of rows) {
      const value = row[at];
      if (typeof value === "string" && value.length > longest.length) longest = value;
    }
    this.longest[at] = longest.slice(0, LONGEST);
  }
}

/** Whether the shortest digits of a number have no more decimals; doubles near such a number are it. */
function hasAtMost(value: number, decimals: number): boolean {
  const scaled = value * 10 ** decimals;
  return Math.abs(scaled - Math.round(scaled)) <= Math.abs(scaled) * 1e-15;
}
