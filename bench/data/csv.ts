import { COLUMNS, sampleBatches } from "./sample-table.ts";

const NOTES = [
  "Renewed for another year after the visit in spring, wants invoices by post",
  "Asked for a discount; the offer stands until the end of the quarter",
  "Ships to two warehouses, one of them abroad, so check the customs papers twice",
  "No contact since the fair, but orders keep coming in every month without a word",
  'Prefers ""express"" delivery, and says so in each order',
];
const REGIONS = ["North", "South", "East", "West", "Centre"];

/** Names of the ten columns of the wide CSV. */
export const WIDE_COLUMNS = [...COLUMNS.map(({ name }) => name), "region", "note"];

/**
 * CSV of the sample table in pieces. `wide` adds a region and a long quoted note, so that a row has about 250
 * bytes and ten columns.
 */
export function* csvPieces(rows: number, { wide = false } = {}): Generator<string> {
  yield `${(wide ? WIDE_COLUMNS : COLUMNS.map(({ name }) => name)).join(",")}\r\n`;
  let n = 0;
  for (const batch of sampleBatches(rows)) {
    let text = "";
    for (const row of batch) {
      n += 1;
      text += row.join(",");
      if (wide) text += `,${REGIONS[n % 5]},"${NOTES[n % 5]}, ${NOTES[(n * 7 + 1) % 5]} (${n})"`;
      text += "\r\n";
    }
    yield text;
  }
}
