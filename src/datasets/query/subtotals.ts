import type { Cell, Row } from "../../render/document";

/** Rows of subtotals of one level, 0 for the grand total, in the order of their groups. */
export interface Level {
  readonly level: number;
  readonly rows: AsyncIterable<readonly Row[]>;
}

/** The outermost of these columns in which two rows differ; their number when they do not. */
export function firstDifference(columns: readonly number[], row: Row, other: Row): number {
  const at = columns.findIndex((column) => row[column] !== other[column]);
  return at < 0 ? columns.length : at;
}

/**
 * Groups with each subtotal behind the groups that it sums up. `group` are the columns that groups differ in,
 * outermost first; `levels` are from the innermost outward. Both stand in the same order, so that nothing but the
 * present row of each is held.
 */
export async function* withSubtotals(
  groups: AsyncIterable<readonly Row[]>,
  group: readonly number[],
  levels: readonly Level[],
): AsyncGenerator<Row[]> {
  const summaries = levels.map(({ level, rows }) => ({ level, next: nextOf(rows) }));
  let last: Row | null = null;
  const closing = async (from: number) => {
    const closed: Row[] = [];
    for (const { level, next } of summaries) {
      if (level > from && last) closed.push(matching(await next(), last, group.slice(0, level)));
    }
    return closed;
  };
  for await (const batch of groups) {
    const shown: Row[] = [];
    for (const row of batch) {
      const from: number = last ? firstDifference(group, last, row) : group.length;
      if (from < group.length - 1) shown.push(...(await closing(from)));
      shown.push(row);
      last = row;
    }
    yield shown;
  }
  const rest = await closing(-1);
  if (rest.length > 0) yield rest;
}

/** Takes one row after another out of batches. */
function nextOf(batches: AsyncIterable<readonly Row[]>): () => Promise<Row | undefined> {
  const source = batches[Symbol.asyncIterator]();
  let batch: readonly Row[] = [];
  let at = 0;
  return async () => {
    while (at >= batch.length) {
      const { value, done } = await source.next();
      if (done) return undefined;
      batch = value;
      at = 0;
    }
    at += 1;
    return batch[at - 1];
  };
}

function matching(summary: Row | undefined, row: Row, columns: readonly number[]): Row {
  const cells: readonly Cell[] = summary ?? [];
  if (!summary || firstDifference(columns, row, cells) < columns.length)
    throw new Error("a subtotal is not that of the groups before it");
  return summary;
}
