/** A block ends with the first row behind so many bytes: it stays under the 2 MB that D1 allows a value. */
const BLOCK_BYTES = 900_000;
/** A longer row is a block of its own. */
const LONG_BYTES = 900_000;

/** One row of the answer to {@link blocksSql}. */
export interface Block {
  /** Rows as JSON, separated by commas. */
  readonly rows: string;
  readonly size: number;
  /** How many there would be without limits. */
  readonly total: number;
}

/**
 * Rows in few large texts, which D1 hands over faster than many small ones. `rows` is SQL with `r`, the row's
 * JSON, and `total`; it says an order and a limit, so that SQLite keeps that order. Stops behind `most` bytes.
 */
export function blocksSql(rows: string, most: string): string {
  return `SELECT group_concat(r, ',' ORDER BY place) AS rows, count(*) AS size, max(total) AS total FROM (
    SELECT r, total, is_long, row_number() OVER passed AS place, sum(octet_length(r) + 1) OVER passed AS bytes,
      sum(is_long) OVER passed AS longs
    FROM (SELECT *, octet_length(r) > ${LONG_BYTES} AS is_long FROM (${rows}))
    WINDOW passed AS (ROWS UNBOUNDED PRECEDING)
  ) WHERE bytes <= ${most} OR place = 1 GROUP BY bytes / ${BLOCK_BYTES}, longs, is_long ORDER BY min(place)`;
}
