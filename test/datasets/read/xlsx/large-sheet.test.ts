import { expect, test } from "vitest";
import { type ByteFile, fileReader } from "../../../../src/datasets/read";
import { workbookOf } from "./workbooks";

const ROWS = 60_000;
const PIECE = 65_536;

/** The workbook as a file that gives pieces as they are asked for, and notes how many, and what is given back. */
async function watched() {
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const row = at + 2;
    return `<row r="${row}"><c r="A${row}"><v>${at}</v></c><c r="B${row}" t="s"><v>${at}</v></c><c r="C${row}"><v>${at}.25</v></c></row>`;
  });
  const header = '<row r="1">'.concat(
    ...["Id", "Name", "Sum"].map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`),
    "</row>",
  );
  const strings = rows.map((_, at) => `<si><t>Name of number ${at}</t></si>`).join("");
  const bytes = await workbookOf(
    { sheets: { Data: header + rows.join("") }, strings },
    { compression: "STORE" },
  );
  const taken = { pieces: 0, cancelled: 0, all: Math.ceil(bytes.length / PIECE) };
  const file: ByteFile = {
    size: bytes.length,
    whole: () => Promise.reject(new Error("the whole file was asked for")),
    range: async (offset, length) => {
      let at = offset;
      const end = offset + length;
      return new ReadableStream(
        {
          pull(controller) {
            if (at >= end) return controller.close();
            controller.enqueue(bytes.slice(at, Math.min(at + PIECE, end)));
            at += PIECE;
            taken.pieces += 1;
          },
          cancel() {
            taken.cancelled += 1;
          },
        },
        { highWaterMark: 0 },
      );
    },
  };
  return { file, taken };
}

test("a large sheet goes through both passes in parts, none of which waits for the file's end", async () => {
  const { file, taken } = await watched();
  const reader = await fileReader(file);
  const form = await reader.inspect({});
  expect(form.records).toBe(ROWS);
  taken.pieces = 0;
  let count = 0;
  let sum = 0;
  let largest = 0;
  let piecesAtFirst = 0;
  for await (const { rows } of reader.read(form)) {
    piecesAtFirst ||= taken.pieces;
    largest = Math.max(largest, rows.length);
    for (const [id, name, amount] of rows) {
      if (name === `Name of number ${id}`) count += 1;
      sum += Number(amount);
    }
  }
  expect([count, sum]).toEqual([ROWS, (ROWS * (ROWS - 1)) / 2 + ROWS / 4]);
  expect(largest).toBeLessThanOrEqual(1_000);
  expect(taken.all).toBeGreaterThan(50);
  expect(piecesAtFirst).toBeLessThan(8);
}, 60_000);

test("leaving early cancels the source", async () => {
  const { file, taken } = await watched();
  const reader = await fileReader(file);
  const form = await reader.inspect({});
  taken.pieces = 0;
  taken.cancelled = 0;
  for await (const { rows } of reader.read(form)) {
    expect(rows[0]).toEqual([0, "Name of number 0", 0.25]);
    break;
  }
  expect(taken.cancelled).toBe(1);
  expect(taken.pieces).toBeLessThan(8);
}, 60_000);

test("a failure to read the bytes is passed on, not taken for damage", async () => {
  const { file } = await watched();
  const reader = await fileReader(file);
  const form = await reader.inspect({});
  const failing: ByteFile = {
    ...file,
    range: async (offset, length) =>
      length < 500_000
        ? await file.range(offset, length)
        : new ReadableStream({
            pull(controller) {
              controller.error(new Error("storage is away"));
            },
          }),
  };
  await expect(fileReader(failing)).rejects.toThrow("storage is away");
  expect(form.format).toBe("xlsx");
}, 60_000);
