import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OversizedRow } from "../../../src/datasets/read/csv-oversized";
import { ReadFailure } from "../../../src/datasets/read/failure";
import { type ReadBack, readAll } from "./tables";

const bytesIn = (...parts: (string | number[])[]) =>
  parts.map((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part));

const fragment = fc.constantFrom(
  ...bytesIn(
    '"',
    '""',
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "a",
    "name",
    "1",
    "1.5",
    "1,5",
    "2020-01-05",
    "é",
    "😀",
  ),
  ...bytesIn(
    [0xe9],
    [0xf0, 0x9f],
    [0],
    [0x80],
    "$5",
    "12%",
    " ",
    "'",
    "{",
    "[",
    '{"a":1}',
    "a,b,c\n1,2,3\n",
    "x;y\n",
  ),
);
const file = fc.array(fragment, { maxLength: 40 }).map((parts) => Uint8Array.from(parts.flat()));

/** The outcome, or the code of the failure; any other error fails the test. */
async function outcome(bytes: Uint8Array, sizes?: readonly number[]): Promise<ReadBack | string> {
  try {
    return await readAll(bytes, {}, sizes);
  } catch (error) {
    if (error instanceof ReadFailure) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe("any bytes", () => {
  test("give rows and bad rows that add up, or one failure with a reason", async () => {
    await fc.assert(
      fc.asyncProperty(file, async (bytes) => {
        const read = await outcome(bytes);
        if (typeof read === "string") return;
        expect(read.rows.length + read.bad.length).toBe(read.form.records);
        for (const row of read.rows) expect(row).toHaveLength(read.form.fields.length);
        const lines = read.bad.map(({ line }) => line);
        expect(lines).toEqual(lines.toSorted((a, b) => a - b));
        // Inferred types fit every good row, so only broken rows are bad.
        expect(read.bad.filter(({ code }) => code === "type_mismatch")).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });

  test("give the same however the bytes arrive", async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(file, sizes, async (bytes, pieces) => {
        expect(await outcome(bytes, pieces)).toEqual(await outcome(bytes));
      }),
      { numRuns: 300 },
    );
  });
});

test("a row that is passed over ends at the same place however its text arrives", () => {
  const syntax = { delimiter: 44, quote: 34, quoteAfterSpace: false };
  const text = fc.array(fc.constantFrom('"', '""', ",", "\n", "\r\n", "\r", "ab"), { maxLength: 30 });
  const walk = (pieces: readonly string[]) => {
    const row = new OversizedRow(syntax, "");
    let passed = 0;
    for (const piece of pieces) {
      const next = row.feed(piece);
      if (next >= 0) return { row: { ...row }, at: passed + next };
      passed += piece.length;
    }
    return { row: { ...row }, at: -1 };
  };
  fc.assert(
    fc.property(text, (parts) => {
      const whole = parts.join("");
      expect(walk([...whole])).toEqual(walk([whole]));
    }),
    { numRuns: 2_000 },
  );
});
