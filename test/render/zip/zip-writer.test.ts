import { Buffer } from "node:buffer";
import JSZip from "jszip";
import { describe, expect, test } from "vitest";
import type { ByteSink } from "../../../src/render/renderer";
import { dosTime } from "../../../src/render/zip/records";
import { ZipWriter } from "../../../src/render/zip/zip-writer";
import { collect, readZip } from "./read-zip";

const modified = "2026-11-21T09:31:07Z";
const encoder = new TextEncoder();

/** Text that compresses like row XML does, the same for the same seed. */
function rowsXml(length: number, seed = 1): string {
  let text = "";
  for (let row = seed; text.length < length; row += 1) {
    text += `<row r="${row}"><c><v>${(row * 7919) % 100_003}</v></c><c><t>Größe ${row} 学生</t></c></row>`;
  }
  return text;
}

async function write(entry: ByteSink, bytes: Uint8Array, step: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += step) await entry.write(bytes.subarray(at, at + step));
}

/** Comparing arrays number by number takes seconds. */
function same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}

describe("ZipWriter", () => {
  test("entries known as a whole and streamed ones are read back by two readers", async () => {
    const large = encoder.encode(rowsXml(700_000));
    const small = encoder.encode(rowsXml(10_000, 77));
    const sink = collect();
    const zip = new ZipWriter(sink, { modified });
    await zip.add("whole.xml", "<a>Ünïcode 学生 🎉</a>");
    await zip.add("stored.bin", new Uint8Array([0, 1, 2, 255]), { stored: true });
    await zip.stream("学生/größe.xml", (entry) => write(entry, large, 65_537));
    await zip.stream("bytewise.xml", (entry) => write(entry, small, 1));
    await zip.stream("at-once.xml", (entry) => entry.write(large));
    await zip.stream("empty.xml", async () => {});
    await zip.close();
    const expected = new Map([
      ["whole.xml", encoder.encode("<a>Ünïcode 学生 🎉</a>")],
      ["stored.bin", new Uint8Array([0, 1, 2, 255])],
      ["学生/größe.xml", large],
      ["bytewise.xml", small],
      ["at-once.xml", large],
      ["empty.xml", new Uint8Array(0)],
    ]);
    const entries = await readZip(sink.bytes());
    expect(entries.map(({ name }) => name)).toEqual([...expected.keys()]);
    expect(entries.map(({ method }) => method)).toEqual([8, 0, 8, 8, 8, 8]);
    expect(entries.some(({ zip64 }) => zip64)).toBe(false);
    const other = await JSZip.loadAsync(sink.bytes(), { checkCRC32: true });
    for (const { name, bytes } of entries) {
      expect(same(bytes, expected.get(name)), name).toBe(true);
      expect(same(await other.file(name)?.async("uint8array"), expected.get(name)), name).toBe(true);
    }
    expect(other.file("whole.xml")?.date.toISOString()).toBe("2026-11-21T09:31:06.000Z");
  });

  test("the same input makes the same bytes, however it is cut into writes", async () => {
    const content = encoder.encode(rowsXml(700_000));
    const files = [];
    for (const step of [1000, 65_536, 700_000_000]) {
      const sink = collect();
      const zip = new ZipWriter(sink, { modified });
      await zip.stream("a.xml", (entry) => write(entry, content, step));
      await zip.close();
      files.push(sink.bytes());
    }
    expect(same(files[1], files[0])).toBe(true);
    expect(same(files[2], files[0])).toBe(true);
  });

  test("zip64: sizes, offsets and counts beyond their fields are found by both readers", async () => {
    const content = encoder.encode(rowsXml(50_000));
    const sink = collect();
    const zip = new ZipWriter(sink, { modified, limits: { bytes: 4_000, entries: 3 } });
    await zip.add("near.txt", "near");
    await zip.stream("large.xml", (entry) => write(entry, content, 7_000), { zip64: true });
    await zip.add("far.txt", "far");
    await zip.stream("far-large.xml", (entry) => write(entry, content, 9_999), { zip64: true });
    await zip.close();
    const entries = await readZip(sink.bytes());
    expect(entries.map(({ name, zip64 }) => [name, zip64])).toEqual([
      ["near.txt", false],
      ["large.xml", true],
      ["far.txt", true],
      ["far-large.xml", true],
    ]);
    expect(same(entries[3]?.bytes, content)).toBe(true);
    const other = await JSZip.loadAsync(sink.bytes(), { checkCRC32: true });
    expect(await other.file("far.txt")?.async("string")).toBe("far");
    expect(same(await other.file("far-large.xml")?.async("uint8array"), content)).toBe(true);
  });

  test("zip64: a small entry that was declared large is read back as well", async () => {
    const sink = collect();
    const zip = new ZipWriter(sink, { modified });
    await zip.stream("a.txt", (entry) => entry.write(encoder.encode("small")), { zip64: true });
    await zip.close();
    expect((await readZip(sink.bytes()))[0]?.bytes).toEqual(encoder.encode("small"));
    const other = await JSZip.loadAsync(sink.bytes());
    expect(await other.file("a.txt")?.async("string")).toBe("small");
  });

  test("an entry that outgrows its undeclared size fails instead of making a broken file", async () => {
    const zip = new ZipWriter(collect(), { modified, limits: { bytes: 300_000, entries: 100 } });
    const growing = zip.stream("a.xml", (entry) => write(entry, new Uint8Array(600_000), 50_000));
    await expect(growing).rejects.toThrow(/"a.xml" outgrew/);
  });

  test("a second entry is refused while one is open, and all are after the end", async () => {
    const zip = new ZipWriter(collect(), { modified });
    await zip.stream("a.xml", async () => {
      await expect(zip.add("b.xml", "b")).rejects.toThrow(/still open/);
    });
    await zip.close();
    await expect(zip.add("c.xml", "c")).rejects.toThrow(/closed/);
  });

  test("U3: waits for a slow sink; one write at a time, none larger than a block", async () => {
    let [waiting, most, largest, total] = [0, 0, 0, 0];
    const slow: ByteSink = {
      async write(bytes) {
        waiting += 1;
        most = Math.max(most, waiting);
        largest = Math.max(largest, bytes.length);
        total += bytes.length;
        await new Promise((resolve) => setTimeout(resolve, 1));
        waiting -= 1;
      },
    };
    const zip = new ZipWriter(slow, { modified });
    // Incompressible, so that every block comes out as large as it went in.
    const noise = crypto.getRandomValues(new Uint8Array(65_536));
    await zip.stream("noise.bin", async (entry) => {
      for (let i = 0; i < 20; i += 1) {
        await entry.write(noise);
        expect(waiting).toBe(0);
      }
    });
    await zip.close();
    expect(most).toBe(1);
    expect(total).toBeGreaterThan(20 * 65_536);
    expect(largest).toBeLessThan(300_000);
  });
});

describe("dosTime", () => {
  test.each([
    ["2026-11-21T09:31:07Z", 2026, 11, 21, 9, 31, 6],
    ["1980-01-01T00:00:00Z", 1980, 1, 1, 0, 0, 0],
    ["2107-12-31T23:59:59.999Z", 2107, 12, 31, 23, 59, 58],
    ["1979-12-31T23:59:59Z", 1980, 1, 1, 0, 0, 0],
    ["2108-01-01T00:00:00Z", 1980, 1, 1, 0, 0, 0],
    ["not a time", 1980, 1, 1, 0, 0, 0],
  ])("%s", (iso, ...expected) => {
    const time = dosTime(iso);
    const fields = [
      (time >>> 25) + 1980,
      (time >>> 21) & 15,
      (time >>> 16) & 31,
      (time >>> 11) & 31,
      (time >>> 5) & 63,
      (time & 31) * 2,
    ];
    expect(fields).toEqual(expected);
  });
});
