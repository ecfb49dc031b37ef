import JSZip from "jszip";
import { describe, expect, test } from "vitest";
import { ZipWriter } from "../../../../src/render/zip/zip-writer";
import { collect } from "../../../render/zip/read-zip";
import { link, MAIN, readSheet, rowsXml, workbookOf } from "./workbooks";

const sheets = {
  Data: rowsXml([
    ["Id", "Name"],
    [1, "Ann"],
    [2, "Bo"],
  ]),
};
const expected = [
  [1, "Ann"],
  [2, "Bo"],
];

/** The same parts, written anew. */
async function partsOf(bytes: Uint8Array): Promise<[name: string, content: Uint8Array][]> {
  const zip = await JSZip.loadAsync(bytes);
  const files = Object.values(zip.files).filter(({ dir }) => !dir);
  return await Promise.all(
    files.map(async (file) => [file.name, await file.async("uint8array")] as [string, Uint8Array]),
  );
}

async function rezipped(
  parts: readonly (readonly [string, Uint8Array])[],
  zip64: boolean,
): Promise<Uint8Array> {
  const sink = collect();
  const limits = zip64 ? { bytes: 100, entries: 2 } : undefined;
  const zip = new ZipWriter(sink, { modified: "2026-11-21T00:00:00Z", limits });
  for (const [name, content] of parts) await zip.stream(name, (entry) => entry.write(content), { zip64 });
  await zip.close();
  return sink.bytes();
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

describe("zip files as programs write them", () => {
  test("deflated, with the sizes in front", async () => {
    expect((await readSheet(await workbookOf({ sheets }))).rows).toEqual(expected);
  });

  test("stored", async () => {
    expect((await readSheet(await workbookOf({ sheets }, { compression: "STORE" }))).rows).toEqual(expected);
  });

  test("with the sizes behind the data", async () => {
    expect((await readSheet(await workbookOf({ sheets }, { streamFiles: true }))).rows).toEqual(expected);
  });

  test("zip64", async () => {
    const bytes = await rezipped(await partsOf(await workbookOf({ sheets })), true);
    expect((await readSheet(bytes, {}, [500])).rows).toEqual(expected);
  });

  test("behind bytes that are not the zip's, as long as it begins like one", async () => {
    const before = new TextEncoder().encode("PK\x03\x04 and so on");
    for (const zip64 of [false, true]) {
      const bytes = await rezipped(await partsOf(await workbookOf({ sheets })), zip64);
      expect((await readSheet(joined(before, bytes))).rows).toEqual(expected);
    }
  });

  test("with a comment, and with bytes behind its end", async () => {
    const zip = await JSZip.loadAsync(await workbookOf({ sheets }));
    const bytes = await zip.generateAsync({ type: "uint8array", comment: "PK\x05\x06 is no end" });
    expect((await readSheet(bytes)).rows).toEqual(expected);
    expect((await readSheet(joined(bytes, new Uint8Array(100)))).rows).toEqual(expected);
  });

  test("a directory longer than the last 64 KB", async () => {
    const many = Array.from(
      { length: 2_000 },
      (_, at) => [`docs/${"x".repeat(60)}${at}.txt`, new Uint8Array([at])] as const,
    );
    const bytes = await rezipped([...(await partsOf(await workbookOf({ sheets }))), ...many], false);
    expect((await readSheet(bytes)).rows).toEqual(expected);
  });
});

describe("names of parts", () => {
  test("with backslashes and in other cases", async () => {
    const parts = (await partsOf(await workbookOf({ sheets }))).map(
      ([name, content]) => [name.replaceAll("/", "\\").toUpperCase(), content] as const,
    );
    expect((await readSheet(await rezipped(parts, false))).rows).toEqual(expected);
  });

  test("the workbook and its sheet where the relationships say", async () => {
    const [xml] = Object.values(sheets);
    const bytes = await workbookOf({
      sheets: { Data: "" },
      parts: {
        "_rels/.rels": `<Relationships>${link("rId9", "officeDocument", "/data/book.xml")}</Relationships>`,
        "xl/workbook.xml": null,
        "data/book.xml": `<workbook xmlns:q="x"><sheets><sheet name="A" q:id="k"/></sheets></workbook>`,
        "data/_rels/book.xml.rels": `<Relationships>${link("k", "worksheet", "../tables/./a.xml")}</Relationships>`,
        "tables/a.xml": `<worksheet xmlns="${MAIN}"><sheetData>${xml}</sheetData></worksheet>`,
      },
    });
    expect((await readSheet(bytes)).rows).toEqual(expected);
  });

  test("names that lead out of the package mean nothing outside of it", async () => {
    const bytes = await workbookOf({
      sheets: { Data: "" },
      parts: {
        "../../etc/passwd": "root",
        "xl/_rels/workbook.xml.rels": `<Relationships>${link("rId1", "worksheet", "../../../../etc/passwd")}</Relationships>`,
      },
    });
    await expect(readSheet(bytes)).rejects.toMatchObject({
      code: "damaged_file",
      message: expect.stringContaining("the part etc/passwd is not valid XML"),
    });
  });

  test("a chart sheet is no table", async () => {
    const links = `${link("rId1", "chartsheet", "chartsheets/sheet1.xml")}${link("rId2", "worksheet", "worksheets/sheet2.xml")}`;
    const bytes = await workbookOf({
      sheets: { Chart: "", ...sheets },
      parts: { "xl/_rels/workbook.xml.rels": `<Relationships>${links}</Relationships>` },
    });
    expect((await readSheet(bytes)).form.sheet).toBe("Data");
    await expect(readSheet(bytes, { sheet: "1" })).rejects.toMatchObject({
      code: "unknown_sheet",
      message: 'The sheet "Chart" is a chart. The sheets are: "Data".',
    });
  });
});
