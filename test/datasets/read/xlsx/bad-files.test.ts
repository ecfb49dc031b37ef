import { crc32, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import JSZip from "jszip";
import { describe, expect, test } from "vitest";
import { CFB } from "xlsx";
import { fileReader, ReadFailure } from "../../../../src/datasets/read";
import { fileOf, MAIN, readSheet, rowsXml, workbookOf } from "./workbooks";

const sheets = {
  Data: rowsXml([
    ["Id", "Name"],
    [1, "Ann"],
    [2, "Bo"],
  ]),
};
const encoder = new TextEncoder();

async function failureOf(bytes: Uint8Array): Promise<{ code: string; message: string }> {
  try {
    const { rows } = await readSheet(bytes);
    return { code: "read", message: `${rows.length} rows` };
  } catch (error) {
    if (error instanceof ReadFailure) return { code: error.code, message: error.message };
    throw error;
  }
}

async function zipOf(parts: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const zip = new JSZip();
  for (const [name, content] of Object.entries(parts)) zip.file(name, content);
  return await zip.generateAsync({ type: "uint8array" });
}

/** A compound file with these streams, four to a sector of its directory ([MS-CFB]). */
function compoundFile(names: readonly string[]): Uint8Array {
  const sectors = Math.ceil((names.length + 1) / 4);
  const bytes = new Uint8Array(512 * (2 + sectors * 2));
  const view = new DataView(bytes.buffer);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  view.setUint16(30, 9, true);
  view.setUint32(48, 1, true);
  view.setUint32(76, 0, true);
  ["Root Entry", ...names].forEach((name, at) => {
    // The directory's sectors are the odd ones: their chain has to be followed.
    const sector = 1 + Math.floor(at / 4) * 2;
    const from = 512 * (sector + 1) + (at % 4) * 128;
    [...name].forEach((letter, place) => {
      view.setUint16(from + place * 2, letter.charCodeAt(0), true);
    });
    view.setUint16(from + 64, name.length * 2 + 2, true);
    view.setUint32(
      512 + sector * 4,
      Math.floor(at / 4) === Math.floor(names.length / 4) ? 0xffff_fffe : sector + 2,
      true,
    );
  });
  return bytes;
}

/** The same by SheetJS, with streams so long that the directory lies far behind them. */
function longCompoundFile(names: readonly string[]): Uint8Array {
  const container = CFB.utils.cfb_new();
  for (const name of names) CFB.utils.cfb_add(container, `/${name}`, new Uint8Array(200_000));
  return new Uint8Array(CFB.write(container, { type: "array" }) as number[]);
}

describe("files of another kind say what they are and what to do", () => {
  test.each<[name: string, bytes: () => Promise<Uint8Array> | Uint8Array, code: string, words: string]>([
    [
      "encrypted",
      () => compoundFile(["\u0006DataSpaces", "EncryptionInfo", "a", "b", "EncryptedPackage"]),
      "password_protected",
      "password-protected",
    ],
    [
      "xls",
      () => compoundFile(["Workbook", "SummaryInformation"]),
      "unsupported_format",
      "an old Excel workbook (.xls). Open it and save it as .xlsx",
    ],
    [
      "encrypted, with 200 KB in it",
      () => longCompoundFile(["EncryptionInfo", "EncryptedPackage"]),
      "password_protected",
      "Save it without a password",
    ],
    ["xls of Excel 95", () => compoundFile(["Book"]), "unsupported_format", "an old Excel workbook"],
    ["doc", () => compoundFile(["WordDocument"]), "unsupported_format", "an old Word document"],
    [
      "a compound file that is cut off",
      () => compoundFile(["Workbook"]).subarray(0, 100),
      "unsupported_format",
      "an old Excel or Word file",
    ],
    [
      "xlsb",
      () => zipOf({ "[Content_Types].xml": "", "xl/workbook.bin": "" }),
      "unsupported_format",
      "a binary Excel workbook (.xlsb). Open it and save it as .xlsx",
    ],
    [
      "ods",
      () => zipOf({ mimetype: "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "" }),
      "unsupported_format",
      "an OpenDocument spreadsheet (.ods)",
    ],
    [
      "odt",
      () => zipOf({ mimetype: "application/vnd.oasis.opendocument.text", "content.xml": "" }),
      "unsupported_format",
      "OpenDocument",
    ],
    [
      "docx",
      () => zipOf({ "[Content_Types].xml": "", "word/document.xml": "" }),
      "unsupported_format",
      "a Word document",
    ],
    ["numbers", () => zipOf({ "Index/Document.iwa": "" }), "unsupported_format", "an Apple Numbers"],
    ["any zip", () => zipOf({ "a.csv": "a,b\n1,2\n" }), "not_a_table", "a ZIP file without a workbook"],
    [
      "a zip that is cut off",
      async () => (await zipOf({ "a.csv": "a,b\n1,2\n" })).subarray(0, 60),
      "not_a_table",
      "a ZIP file",
    ],
    [
      "a package without a workbook",
      () => zipOf({ "[Content_Types].xml": "<Types/>" }),
      "damaged_file",
      "no workbook part",
    ],
  ])("%s", async (_name, bytes, code, words) => {
    const failure = await failureOf(await bytes());
    expect([failure.code, failure.message]).toEqual([code, expect.stringContaining(words)]);
  });

  test("a part that is encrypted by the zip file", async () => {
    const bytes = await workbookOf({ sheets });
    for (let at = 0; at + 4 < bytes.length; at += 1) {
      if (bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 1 && bytes[at + 3] === 2) {
        bytes[at + 8] = (bytes[at + 8] ?? 0) | 1;
      }
    }
    expect((await failureOf(bytes)).code).toBe("password_protected");
  });

  test("a CSV named .xlsx, and text that begins like a zip file's name, are text", async () => {
    const reader = await fileReader(fileOf(encoder.encode("PK,Name\n1,Ann\n")));
    expect(await reader.inspect({})).toMatchObject({
      format: "csv",
      fields: [{ name: "pk" }, { name: "name" }],
    });
  });
});

describe("damaged files", () => {
  test("cut off anywhere", async () => {
    const bytes = await workbookOf({ sheets });
    for (const share of [0.2, 0.5, 0.8, 0.99]) {
      const failure = await failureOf(bytes.subarray(0, Math.floor(bytes.length * share)));
      expect(failure).toEqual({
        code: "damaged_file",
        message:
          "The workbook is damaged or was cut off: the end of the zip file is missing. Save it again and upload it.",
      });
    }
  });

  test.each<[name: string, xml: string, words: string]>([
    ["a tag without its end", "<worksheet><sheetData><row>", "it breaks off"],
    [
      "tags that cross",
      "<worksheet><sheetData></worksheet></sheetData>",
      "the end of worksheet has no beginning",
    ],
    ["text outside", "hello<worksheet/>", "text stands outside the root"],
    ["nothing", "", "it breaks off"],
    ["an unknown reference", "<worksheet>&nbsp;</worksheet>", '"&nbsp;" is no known reference'],
    ["a reference to no character", "<worksheet>&#xD800;</worksheet>", "no known reference"],
    ["elements ever deeper", "<a>".repeat(300), "too deep"],
    ["bytes that are no UTF-8", "<worksheet>\udcff</worksheet>", "not valid Unicode"],
    [
      "a cell beyond the last column",
      '<worksheet><sheetData><row><c r="XFE1"><v>1</v></c></row></sheetData></worksheet>',
      "a cell at XFE1",
    ],
    [
      "a row without a number",
      '<worksheet><sheetData><row r="x"/></sheetData></worksheet>',
      "a row with the number x",
    ],
  ])("a sheet with %s", async (_name, xml, words) => {
    const content = xml.includes("\udcff")
      ? Uint8Array.from([...xml].map((letter) => (letter === "\udcff" ? 0xff : letter.charCodeAt(0))))
      : xml;
    const bytes = await workbookOf({ sheets: { Data: "" }, parts: { "xl/worksheets/sheet1.xml": content } });
    const failure = await failureOf(bytes);
    expect([failure.code, failure.message]).toEqual(["damaged_file", expect.stringContaining(words)]);
  });

  test("a byte that is another one breaks the checksum", async () => {
    const bytes = await workbookOf({ sheets }, { compression: "STORE" });
    const at = new TextDecoder("latin1").decode(bytes).indexOf("Ann");
    bytes[at] = 0x41 + 1;
    expect((await failureOf(bytes)).message).toContain(
      "the checksum of the part xl/worksheets/sheet1.xml is wrong",
    );
  });

  test("a missing sheet", async () => {
    const bytes = await workbookOf({ sheets, parts: { "xl/worksheets/sheet1.xml": null } });
    expect((await failureOf(bytes)).message).toContain("the part xl/worksheets/sheet1.xml is missing");
  });

  test("bytes changed at random never do anything but fail with a reason, or are read", async () => {
    const original = await workbookOf({
      sheets,
      strings: "<si><t>a</t></si>",
      styles: '<cellXfs><xf numFmtId="14"/></cellXfs>',
    });
    const change = fc.record({ at: fc.nat(original.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = original.slice();
        for (const { at, byte } of changes) bytes[at] = byte;
        bytes.set(original.subarray(0, 4));
        await failureOf(bytes);
      }),
      { numRuns: 300 },
    );
  });
});

describe("files that want too much", () => {
  /** A zip file of one deflated part that unpacks to `size` equal bytes, beside those of a workbook. */
  async function bombOf(name: string, size: number, head: string): Promise<Uint8Array> {
    const bytes = await workbookOf({ sheets, strings: "", parts: { [name]: "@" } }, { compression: "STORE" });
    const content = new Uint8Array(size).fill(0x20);
    content.set(encoder.encode(head));
    return replacedPart(bytes, name, content);
  }

  test("a sheet that unpacks to 250 times its size", async () => {
    const bytes = await bombOf("xl/worksheets/sheet1.xml", 40_000_000, `<worksheet xmlns="${MAIN}">`);
    expect(bytes.length).toBeLessThan(100_000);
    const failure = await failureOf(bytes);
    expect([failure.code, failure.message]).toEqual([
      "file_too_large",
      "The part xl/worksheets/sheet1.xml unpacks to more than 250 times its size. Save the sheet as CSV and upload that.",
    ]);
  });

  test("a workbook part of 17 MB", async () => {
    const bytes = await bombOf("xl/workbook.xml", 17_000_000, "<workbook>");
    expect((await failureOf(bytes)).message).toContain("more than the 16 MB that are read");
  });

  test("more texts than are kept", async () => {
    const text = "0123456789".repeat(10_000);
    const strings = Array.from({ length: 500 }, (_, at) => `<si><t>${at}${text}</t></si>`).join("");
    const failure = await failureOf(await workbookOf({ sheets, strings }, { compression: "STORE" }));
    expect([failure.code, failure.message]).toEqual([
      "file_too_large",
      "The workbook has more than 48 MB of different texts (shared strings). Save the sheet as CSV and upload that.",
    ]);
  });

  test.each([
    [
      "entities that make more of themselves",
      '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
    ["entities from elsewhere", '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'],
    ["a document type alone", "<!DOCTYPE worksheet>"],
  ])("%s are refused", async (_name, dtd) => {
    const sheet = `<?xml version="1.0"?>${dtd}<worksheet xmlns="${MAIN}"><sheetData>${sheets.Data}</sheetData></worksheet>`;
    for (const part of ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"]) {
      const bytes = await workbookOf({ sheets, parts: { [part]: sheet } });
      const failure = await failureOf(bytes);
      expect([failure.code, failure.message]).toEqual([
        "damaged_file",
        expect.stringContaining("it has a DTD"),
      ]);
    }
  });
});

/** The file with one stored part (of one byte) replaced by a deflated one, at the end of its data. */
function replacedPart(bytes: Uint8Array, name: string, content: Uint8Array): Uint8Array {
  const packed = deflateRawSync(content);
  const text = new TextDecoder("latin1").decode(bytes);
  const directory = text.indexOf("PK\x01\x02");
  const entry = text.indexOf(name, directory) - 46;
  const local = new Uint8Array(30 + name.length);
  const made = new Uint8Array(bytes.length + local.length + packed.length);
  new DataView(local.buffer).setUint32(0, 0x04034b50, true);
  new DataView(local.buffer).setUint16(26, name.length, true);
  local.set(encoder.encode(name), 30);
  made.set(bytes.subarray(0, directory));
  made.set(local, directory);
  made.set(packed, directory + local.length);
  const start = directory + local.length + packed.length;
  made.set(bytes.subarray(directory), start);
  const view = new DataView(made.buffer);
  const at = start + entry - directory;
  view.setUint16(at + 10, 8, true);
  view.setUint32(at + 16, crc32(content), true);
  view.setUint32(at + 20, packed.length, true);
  view.setUint32(at + 24, content.length, true);
  view.setUint32(at + 42, directory, true);
  view.setUint32(made.length - 6, start, true);
  return made;
}
