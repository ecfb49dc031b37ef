import { env } from "cloudflare:workers";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { snapshotKey } from "../../src/files/keys";
import {
  documentFrom,
  type Manifest,
  readManifest,
  writeManifest,
  writeSection,
} from "../../src/files/snapshot";
import { openRows, parseRows } from "../../src/files/snapshot-rows";
import { type ReportDocument, type Row, tablesOf } from "../../src/render/document";

vi.setConfig({ testTimeout: 30_000 }); // megabytes, on a machine that does other things too

const place = (runId: string) => ({ workspaceId: "acme/ö", runId });
const keyOf = (runId: string, section = 0) => snapshotKey("acme/ö", runId, section);

async function all(batches: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

function rowsOf(document: ReportDocument): AsyncIterable<readonly Row[]> {
  const [first] = tablesOf(document);
  if (!first) throw new Error("the document has no section");
  return first.rows();
}

async function frozen(runId: string, rows: readonly Row[]): Promise<Row[]> {
  const writer = writeSection(env.BUCKET, place(runId), 0);
  await writer.write(rows);
  await writer.finish();
  return all(openRows(env.BUCKET, keyOf(runId)));
}

const manifest: Manifest = {
  title: "Grades",
  description: null,
  generated_at: "2026-11-21T03:00:00Z",
  time_zone: "Europe/Berlin",
  locale: "de-DE",
  filters: [{ label: "Grade", text: "between 60 and 100" }],
  sections: [
    {
      kind: "table",
      name: "students",
      title: "Students",
      columns: [{ name: "id", label: "Id", type: "integer" }],
      rows_written: 2,
      rows_total: 9,
      truncated: true,
      summary_rows: 0,
      chart: null,
    },
  ],
};

describe("a snapshot of rows", () => {
  it("E10: gives back every cell as it was", async () => {
    const rows: Row[] = [
      ["plain", 1, 1.5, true, null, "2026-02-28"],
      ["", 0, -0.1, false, null, ""],
      ['quotes " and \\ and \n newlines \r\n\t \u0000 \u2028', 9007199254740991, 1e-7, true, null, "],["],
      ["日本語 🇯🇵 é \ud83d\ude00", -1, 1.7976931348623157e308, false, null, "\ufeff"],
    ];
    expect(await frozen("run_cells", rows)).toEqual(rows);
  });

  it("is gzip of one JSON array a line, which any tool reads", async () => {
    await frozen("run_ndjson", [
      [1, "a\nb"],
      [2, null],
    ]);
    const bytes = await (await env.BUCKET.get(keyOf("run_ndjson")))?.arrayBuffer();
    expect(gunzipSync(new Uint8Array(bytes ?? new ArrayBuffer(0))).toString()).toBe(
      '[1,"a\\nb"]\n[2,null]\n',
    );
  });

  it("may be empty", async () => {
    expect(await frozen("run_empty", [])).toEqual([]);
  });

  it("C11: keeps order and count over many batches, and tells what it stored", async () => {
    const writer = writeSection(env.BUCKET, place("run_many"), 0);
    for (let from = 0; from < 60_000; from += 1_500) {
      await writer.write(
        Array.from({ length: 1_500 }, (_, i) => [from + i, `Schüler ${from + i}`, (from + i) / 8]),
      );
    }
    const stored = await writer.finish();
    expect(stored.rows).toBe(60_000);
    expect((await env.BUCKET.head(keyOf("run_many")))?.size).toBe(stored.size_bytes);
    let next = 0;
    for await (const batch of openRows(env.BUCKET, keyOf("run_many"))) {
      for (const row of batch) {
        if (row[0] !== next || row[1] !== `Schüler ${next}` || row[2] !== next / 8)
          throw new Error(`row ${next}`);
        next += 1;
      }
    }
    expect(next).toBe(60_000);
  });

  it("takes rows that are JSON text already", async () => {
    const writer = writeSection(env.BUCKET, place("run_lines"), 0);
    await writer.writeLines('[1,"x"]\n[2,"y"]\n', 2);
    await writer.write([[3, "z"]]);
    expect((await writer.finish()).rows).toBe(3);
    expect(await all(openRows(env.BUCKET, keyOf("run_lines")))).toEqual([
      [1, "x"],
      [2, "y"],
      [3, "z"],
    ]);
  });

  it("takes a row longer than any buffer", async () => {
    const rows: Row[] = [["before"], ["ß".repeat(1_000_000)], ["after"]];
    expect(await frozen("run_wide", rows)).toEqual(rows);
  });

  it("can be left early and opened again", async () => {
    await frozen(
      "run_again",
      Array.from({ length: 50_000 }, (_, i) => [i, "padding that fills a chunk"]),
    );
    for (let time = 0; time < 3; time += 1) {
      for await (const batch of openRows(env.BUCKET, keyOf("run_again"))) {
        expect(batch[0]).toEqual([0, "padding that fills a chunk"]);
        break;
      }
    }
    expect((await all(openRows(env.BUCKET, keyOf("run_again")))).length).toBe(50_000);
  });

  it("is nothing when it was given up", async () => {
    const writer = writeSection(env.BUCKET, place("run_abort"), 0);
    await writer.write([[1]]);
    await writer.abort();
    expect(await env.BUCKET.head(keyOf("run_abort"))).toBeNull();
    await expect(all(openRows(env.BUCKET, keyOf("run_abort")))).rejects.toThrow("no longer there");
  });

  it("is the same rows wherever the stream is cut, within characters and lines too", async () => {
    const cell = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        async (rows, cuts) => {
          const bytes = new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
          let at = 0;
          let turn = 0;
          const stream = new ReadableStream<Uint8Array>({
            pull(controller) {
              if (at >= bytes.length) return controller.close();
              const length = cuts[turn++ % cuts.length] ?? 1;
              controller.enqueue(bytes.subarray(at, at + length));
              at += length;
            },
          });
          expect(await all(parseRows(stream))).toEqual(JSON.parse(JSON.stringify(rows)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("fails rather than ending early when bytes are missing", async () => {
    await frozen(
      "run_cut",
      Array.from({ length: 40_000 }, (_, i) => [i, Math.sin(i)]),
    );
    const whole = await (await env.BUCKET.get(keyOf("run_cut")))?.arrayBuffer();
    await env.BUCKET.put(keyOf("run_cut"), whole?.slice(0, whole.byteLength - 20_000) ?? "");
    await expect(all(openRows(env.BUCKET, keyOf("run_cut")))).rejects.toThrow();
  });
});

describe("a snapshot of a report", () => {
  it("E10: is the document again, rows and all, as often as it is opened", async () => {
    const writer = writeSection(env.BUCKET, place("run_doc"), 0);
    await writer.write([[1], [2]]);
    await writer.finish();
    await writeManifest(env.BUCKET, place("run_doc"), manifest);

    const read = await readManifest(env.BUCKET, place("run_doc"));
    expect(read).toEqual(manifest);
    const document = documentFrom(env.BUCKET, place("run_doc"), read ?? manifest);
    expect({ ...document, sections: [] }).toEqual({ ...manifest, sections: [] });
    expect(document.sections[0]).toMatchObject(manifest.sections[0] ?? {});
    expect(await all(rowsOf(document))).toEqual([[1], [2]]);
    expect(await all(rowsOf(document))).toEqual([[1], [2]]);
  });

  it("keeps texts and figures whole, and finds the rows of a table by its place among them", async () => {
    const head = { name: "x", title: "X" };
    const [table] = manifest.sections;
    if (table?.kind !== "table") throw new Error("the manifest has no table");
    const figure = { label: "Best", name: "best", value: "王", type: "string" } as const;
    const mixed: Manifest = {
      ...manifest,
      sections: [
        { ...head, kind: "text", text: "One.\n\nTwo." },
        { ...table, rows_written: 2, summary_rows: 1 },
        { ...head, kind: "figures", figures: [figure] },
      ],
    };
    const writer = writeSection(env.BUCKET, place("run_mixed"), 1);
    await writer.write([[1], [2], [3, 0]]);
    await writer.finish();
    await writeManifest(env.BUCKET, place("run_mixed"), mixed);
    const read = await readManifest(env.BUCKET, place("run_mixed"));
    const document = documentFrom(env.BUCKET, place("run_mixed"), read ?? manifest);
    expect([document.sections[0], document.sections[2]]).toEqual([mixed.sections[0], mixed.sections[2]]);
    expect(await all(rowsOf(document))).toEqual([[1], [2], [3, 0]]);
  });

  it("has no manifest until it is whole", async () => {
    expect(await readManifest(env.BUCKET, place("run_none"))).toBeNull();
  });

  it("fails when a section has other rows than the manifest says", async () => {
    const writer = writeSection(env.BUCKET, place("run_short"), 0);
    await writer.write([[1]]);
    await writer.finish();
    const document = documentFrom(env.BUCKET, place("run_short"), manifest);
    await expect(all(rowsOf(document))).rejects.toThrow("1 rows where 2");
  });

  it("costs one R2 write for each small section", async () => {
    const writes: string[] = [];
    const bucket = new Proxy(env.BUCKET, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          writes.push(String(name));
          return value.apply(target, args) as unknown;
        };
      },
    });
    const writer = writeSection(bucket, place("run_small"), 0);
    await writer.write([[1]]);
    await writer.finish();
    expect(writes).toEqual(["put"]);
  });
});
