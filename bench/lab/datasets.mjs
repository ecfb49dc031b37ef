// Data for the product: files of CSV, and datasets that are ready.
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { csvPieces } from "../data/csv.ts";

/** A CSV of so many rows as bytes in pieces. */
export function csvFile(rows, options) {
  const pieces = [...csvPieces(rows, options)].map((piece) => Buffer.from(piece));
  return { pieces, length: pieces.reduce((sum, piece) => sum + piece.length, 0) };
}

/** Uploads a CSV and gives the dataset's id once it was taken. */
export async function upload(api, name, { pieces, length }) {
  const { id } = await api.json("POST", `/api/v1/datasets/upload?name=${encodeURIComponent(name)}`, {
    body: Readable.from(pieces, { objectMode: false }),
    headers: { "content-type": "text/csv", "content-length": length },
  });
  return id;
}

/** Waits until the dataset is ready and gives it. Throws when its import failed. */
export async function untilReady(api, id, { every = 25 } = {}) {
  for (;;) {
    const dataset = await api.json("GET", `/api/v1/datasets/${id}`);
    if (dataset.status === "ready") return dataset;
    if (dataset.status === "failed") throw new Error(`import failed: ${JSON.stringify(dataset.error)}`);
    await pause(every);
  }
}

/** A ready dataset of the sample table, eight columns. */
export async function sampleDataset(api, rows) {
  return await untilReady(api, await upload(api, `Sample of ${rows}`, csvFile(rows)));
}
