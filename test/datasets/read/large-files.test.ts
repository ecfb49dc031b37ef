import { expect, test } from "vitest";
import { inspectTable, readTable } from "../../../src/datasets/read";
import { StatisticsCollector } from "../../../src/datasets/statistics/collect";

const ROWS_IN_CHUNK = 500;

/** A file made while it is read: nothing of it exists before or behind the reader. */
function generated(chunks: number, row: (index: number) => string, header: string) {
  const taken = { chunks: 0, cancelled: false };
  const open = async () => {
    let chunk = 0;
    const encoder = new TextEncoder();
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        if (chunk === chunks) {
          controller.close();
          return;
        }
        let text = chunk === 0 ? header : "";
        for (let at = 0; at < ROWS_IN_CHUNK; at += 1) text += row(chunk * ROWS_IN_CHUNK + at);
        controller.enqueue(encoder.encode(text));
        chunk += 1;
        taken.chunks = chunk;
      },
      cancel() {
        taken.cancelled = true;
      },
    });
  };
  return { open, taken };
}

const filler = "lorem ipsum dolor sit amet ".repeat(8);
const header = "id,code,amount,when,note\n";
const row = (index: number) =>
  `${index},${String(index).padStart(8, "0")},${index}.25,2024-01-15,"${filler}${index}"\n`;

test("30 MB go through both passes in batches, none of which waits for the file's end", async () => {
  const { open, taken } = generated(240, row, header);
  const form = await inspectTable(open);
  expect(form.records).toBe(120_000);
  expect(form.fields.map(({ type }) => type)).toEqual(["integer", "string", "number", "date", "string"]);
  const statistics = new StatisticsCollector(form.fields);
  let largest = 0;
  let chunksAtFirst = 0;
  for await (const batch of readTable(open, form)) {
    chunksAtFirst ||= taken.chunks;
    largest = Math.max(largest, batch.rows.length);
    statistics.add(batch.rows);
  }
  expect(chunksAtFirst).toBeLessThan(6);
  expect(largest).toBeLessThanOrEqual(1_000);
  const { rows, fields } = statistics.result();
  expect(rows).toBe(120_000);
  expect(fields.amount).toMatchObject({ count: 120_000, min: 0.25, max: 119_999.25, sum: 7_199_970_000 });
  expect(fields.code).toMatchObject({
    distinct: 10_000,
    distinct_capped: true,
    min: "00000000",
    max: "00119999",
  });
}, 60_000);

test("leaving early cancels the source", async () => {
  const { open, taken } = generated(240, row, header);
  const form = await inspectTable(open);
  for await (const batch of readTable(open, form)) {
    expect(batch.rows[0]?.[1]).toBe("00000000");
    break;
  }
  expect(taken.cancelled).toBe(true);
  expect(taken.chunks).toBeLessThan(10);
}, 60_000);

test("a failure to read the bytes is passed on, not taken for the file's end", async () => {
  const open = async () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error("storage is away"));
      },
    });
  await expect(inspectTable(open)).rejects.toThrow("storage is away");
});
