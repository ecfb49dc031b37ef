import { describe, expect, test } from "vitest";
import { detectEncoding } from "../../../src/datasets/read/encoding";
import { bytesOf, readAll, typesOf } from "./tables";

const TABLE = "name,city\nJosé,Zürich\nŁukasz,Łódź\n日本,東京\n😀,🏙️\n";
const LATIN = "name,price\nJosé,€ 5\nMüller,€ 7\n";

function utf16(text: string, little: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), little);
  return bytes;
}

/** windows-1252 for the letters used here. */
function windows1252(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => (letter === "€" ? 0x80 : letter.charCodeAt(0)));
}

function concat(...parts: readonly (string | readonly number[] | Uint8Array)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...(typeof part === "string" ? bytesOf(part) : part)]));
}

const TABLE_ROWS = TABLE.trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","));

describe("U23: encodings", () => {
  test.each<[name: string, bytes: Uint8Array, encoding: string]>([
    ["UTF-8", bytesOf(TABLE), "utf-8"],
    ["UTF-8 with a mark", concat([0xef, 0xbb, 0xbf], TABLE), "utf-8"],
    ["UTF-16LE with a mark", concat([0xff, 0xfe], utf16(TABLE, true)), "utf-16le"],
    ["UTF-16BE with a mark", concat([0xfe, 0xff], utf16(TABLE, false)), "utf-16be"],
    ["UTF-16LE without a mark", utf16(TABLE, true), "utf-16le"],
    ["UTF-16BE without a mark", utf16(TABLE, false), "utf-16be"],
  ])("%s, in chunks of any size", async (_name, bytes, encoding) => {
    for (const size of [1, 2, 3, 5, 7, 65_536]) {
      const { form, rows, bad } = await readAll(bytes, {}, [size]);
      expect(form.encoding).toBe(encoding);
      expect(form.fields.map(({ name }) => name)).toEqual(["name", "city"]);
      expect(rows).toEqual(TABLE_ROWS);
      expect(bad).toEqual([]);
    }
  });

  test("windows-1252, with its euro sign read as a currency", async () => {
    for (const size of [1, 3, 65_536]) {
      const read = await readAll(windows1252(LATIN), {}, [size]);
      expect(read.form.encoding).toBe("windows-1252");
      expect(typesOf(read)).toEqual(["string", "number:currency:EUR"]);
      expect(read.rows).toEqual([
        ["José", 5],
        ["Müller", 7],
      ]);
    }
  });

  test("windows-1252 whose first accent comes behind 64 KB", async () => {
    const filler = "plain,1\n".repeat(10_000);
    const { form, rows } = await readAll(concat("name,n\n", filler, windows1252("José,2\nMüller,3\n")));
    expect(form.encoding).toBe("windows-1252");
    expect(rows.slice(-2)).toEqual([
      ["José", 2],
      ["Müller", 3],
    ]);
  });

  test("UTF-8 whose first 64 KB hold only a broken byte", async () => {
    const accents = "é,1\n".repeat(50);
    const { form, rows, bad } = await readAll(
      concat("name,n\n", [0xe9], ",0\n", "plain,1\n".repeat(10_000), accents),
    );
    expect(form.encoding).toBe("utf-8");
    expect(rows).toHaveLength(10_050);
    expect(rows.at(-1)).toEqual(["é", 1]);
    expect(bad).toMatchObject([{ row: 1, line: 2, column: "name", code: "invalid_encoding" }]);
  });

  test("UTF-8 with one broken row reports that row", async () => {
    const lines = "né,1\nça,2\nüb,3\nöß,4\n";
    const { form, rows, bad } = await readAll(concat("name,n\n", lines, [0x4a, 0xe9], ",5\n", lines));
    expect(form.encoding).toBe("utf-8");
    expect(rows).toHaveLength(8);
    expect(bad).toMatchObject([{ row: 5, line: 6, column: "name", code: "invalid_encoding" }]);
  });

  test("a replacement character that the file itself holds is text", async () => {
    const { rows, bad } = await readAll("name,n\nn\ufffd\ufffdm,1\n");
    expect(rows).toEqual([["n\ufffd\ufffdm", 1]]);
    expect(bad).toEqual([]);
  });

  test("a byte order mark inside the text stays", async () => {
    expect((await readAll("a,b\n\ufeffx,1\n")).rows).toEqual([["\ufeffx", 1]]);
  });

  test("a lone surrogate in UTF-16 makes its row bad", async () => {
    const { rows, bad } = await readAll(concat([0xff, 0xfe], utf16("a,b\nx,1\n\ud800y,2\nz,3\n", true)));
    expect(rows).toEqual([
      ["x", 1],
      ["z", 3],
    ]);
    expect(bad).toMatchObject([{ row: 2, code: "invalid_encoding", column: "a" }]);
  });

  test("the encoding can be given by any WHATWG label", async () => {
    const shiftJis = Uint8Array.from([0x6e, 0x2c, 0x76, 0x0a, 0x93, 0xfa, 0x96, 0x7b, 0x2c, 0x31, 0x0a]);
    for (const size of [1, 5, 64]) {
      const { form, rows } = await readAll(shiftJis, { encoding: "sjis" }, [size]);
      expect(form.encoding).toBe("shift_jis");
      expect(rows).toEqual([["日本", 1]]);
    }
    const latin = await readAll(windows1252("a,b\né,1\n"), { encoding: "latin1" });
    expect(latin.rows).toEqual([["é", 1]]);
    const forced = await readAll(windows1252("a,b\né,1\nx,2\n"), { encoding: "utf-8" });
    expect(forced.bad).toMatchObject([{ row: 1, code: "invalid_encoding" }]);
    await expect(readAll("a,b\n", { encoding: "klingon" })).rejects.toMatchObject({
      code: "unsupported_encoding",
    });
  });
});

describe("files that are no text", () => {
  const kinds: [name: string, head: string | readonly number[], words: string][] = [
    ["ZIP", [0x50, 0x4b, 0x03, 0x04, 0x14, 0, 0, 0], "a ZIP file"],
    ["XLSX", [...bytesOf("PK\x03\x04....[Content_Types].xml")], "an XLSX workbook"],
    ["PDF", "%PDF-1.7\n%âãÏÓ\n1 0 obj", "a PDF file"],
    ["PNG", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13], "a PNG image"],
    ["gzip", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], "a gzip file"],
    ["old Excel", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "an old Excel"],
    ["HTML", "<!DOCTYPE html>\n<html><body>Sign in</body></html>", "a web page"],
    ["XML", '<?xml version="1.0"?><rows/>', "an XML file"],
    [
      "random bytes",
      Array.from({ length: 4096 }, (_, at) => (at * 7919 + ((at * at) >> 3)) & 0xff),
      "a binary file",
    ],
  ];
  test.each(kinds)("%s", async (_name, head, words) => {
    const failure = await readAll(typeof head === "string" ? head : Uint8Array.from(head)).catch(
      (error) => error,
    );
    expect(failure).toMatchObject({ name: "ReadFailure", code: "not_a_table" });
    expect(failure.message).toContain(words);
    expect(failure.message).toContain("Upload a CSV");
  });

  test("UTF-32 is named", () => {
    expect(() => detectEncoding(Uint8Array.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]))).toThrow("UTF-32");
  });

  test("a few NUL bytes make their rows bad, not the file", async () => {
    const { rows, bad } = await readAll("id,name\n1,a\n2,b\0c\n3,d\n");
    expect(rows).toEqual([
      [1, "a"],
      [3, "d"],
    ]);
    expect(bad).toMatchObject([{ row: 2, line: 3, column: "name", code: "nul_byte" }]);
  });

  test("NUL bytes in the header are no table", async () => {
    await expect(readAll("id,na\0me\n1,a\n")).rejects.toMatchObject({ code: "not_a_table" });
  });
});
