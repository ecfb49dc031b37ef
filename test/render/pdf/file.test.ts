import { describe, expect, test } from "vitest";
import { pdfRenderer } from "../../../src/render/pdf";
import type { ByteSink } from "../../../src/render/renderer";
import { column, documentOf, generatedSection, sectionOf } from "../zip/sample-document";
import { fontFiles, renderedPdf } from "./rendered-pdf";

const columns = [column("ID", "integer"), column("Name"), column("Grade", "number")];
const longReport = documentOf([
  generatedSection("Students", columns, 4000, (at) => [at, `Student ${at}`, at / 4]),
]);

const latin1 = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);

describe("file structure", () => {
  test("begins and ends as ISO 32000 says, and the same report gives the same bytes", async () => {
    const bytes = await renderedPdf(longReport);
    const text = latin1(bytes);
    expect(text.slice(0, 9)).toBe("%PDF-1.7\n");
    expect(text.endsWith("%%EOF\n")).toBe(true);
    expect(await renderedPdf(longReport)).toEqual(bytes);
  });

  test("each offset of the cross-reference table is where its object is", async () => {
    const text = latin1(await renderedPdf(longReport));
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
    const [, count = "0", table = ""] = /^xref\n0 (\d+)\n([^t]*)trailer/.exec(text.slice(start)) ?? [];
    const entries = table.match(/.{18} \n/g) ?? [];
    expect(entries).toHaveLength(Number(count));
    expect(table).toHaveLength(20 * Number(count));
    expect(Number(count)).toBeGreaterThan(200);
    entries.forEach((entry, number) => {
      if (entry.includes("f")) return;
      expect(text.slice(Number(entry.slice(0, 10)))).toMatch(new RegExp(`^${number} 0 obj\\n`));
    });
    const referred = new Set(Array.from(text.matchAll(/(\d+) 0 R/g), ([, number]) => Number(number)));
    for (const number of referred) expect(entries[number], `object ${number}`).toContain(" n ");
  });

  test("pages hang in a tree of two levels that counts them", async () => {
    const text = latin1(await renderedPdf(longReport));
    const pages = text.match(/\/Type\/Page\/Parent/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(64);
    const counts = Array.from(text.matchAll(/\/Type\/Pages.*\/Count (\d+)>>/g), ([, count]) => Number(count));
    const [root = 0, ...nodes] = counts.reverse();
    expect(root).toBe(pages);
    expect(nodes.reduce((sum, count) => sum + count, 0)).toBe(pages);
    expect(Math.max(...nodes)).toBeLessThanOrEqual(64);
  });
});

describe("streaming", () => {
  test("pages leave while rows are still being read, one write at a time", async () => {
    let written = 0;
    let writing = false;
    const writtenAt: number[] = [];
    const sink: ByteSink = {
      async write(bytes) {
        expect(writing).toBe(false);
        writing = true;
        await Promise.resolve();
        written += bytes.length;
        writing = false;
      },
    };
    const rows = 20_000;
    const section = generatedSection("Students", columns, rows, (at) => {
      if (at % 1000 === 0) writtenAt.push(written);
      return [at, `Student ${at}`, at / 4];
    });
    await pdfRenderer.render(documentOf([section]), sink, fontFiles);
    expect(writtenAt).toHaveLength(20);
    // All but a few pages of the rows so far have left; what is kept does not grow.
    writtenAt.forEach((bytes, at) => {
      expect(bytes).toBeGreaterThan(((at - 3) / 20) * written - 100_000);
    });
    expect(writtenAt.at(-1)).toBeGreaterThan(written / 2);
  });

  test("a Latin report reads two font slices and no index", async () => {
    const names: string[] = [];
    const resources = {
      font(name: string) {
        names.push(name);
        return fontFiles.font(name);
      },
    };
    await pdfRenderer.render(
      documentOf([sectionOf("A", columns, [[1, "Zoë", 2]])]),
      { async write() {} },
      resources,
    );
    expect(names).toEqual(["noto-sans-latin-400.ttf", "noto-sans-latin-700.ttf"]);
  });

  test("U1: rows that are missing at the source make no file that looks complete", async () => {
    const section = sectionOf("A", columns, [[1, "x", 2]], { rows_written: 2 });
    await expect(renderedPdf(documentOf([section]))).rejects.toThrow(/1 rows where 2/);
  });

  test("missing font assets say how to make them", async () => {
    const nothing = { font: async () => null };
    const rendering = pdfRenderer.render(documentOf([]), { async write() {} }, nothing);
    await expect(rendering).rejects.toThrow(/scripts\/font-assets\.mjs/);
  });
});
