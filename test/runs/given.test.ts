import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { givenKey, givenPrefix, outlineKey } from "../../src/files/keys";
import type { Row } from "../../src/render/document";
import { openGiven, putGiven } from "../../src/runs/given";

const cell = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const tables = fc.array(fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 5 }), {
  minLength: 1,
  maxLength: 5,
});
const plain = (rows: unknown): Row[] => JSON.parse(JSON.stringify(rows)) as Row[];

describe("rows that came with a request", () => {
  it("are read back section by section, whatever is in them", async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (given) => {
        const key = givenKey("ws", "rep_1", "dat_1");
        await putGiven(env.BUCKET, key, given);
        for (const [section, rows] of given.entries())
          expect((await openGiven(env.BUCKET, { kind: "given", key, section })).rows).toEqual(plain(rows));
        await expect(openGiven(env.BUCKET, { kind: "given", key, section: given.length })).rejects.toThrow();
      }),
      { numRuns: 30 },
    );
  });

  it("are read when a section is longer than a chunk and characters lie across its ends", async () => {
    const key = givenKey("ws", "rep_2", "dat_1");
    const long = Array.from({ length: 40_000 }, (_, at) => [at, "李小明 – Zoë".slice(at % 5)]);
    await putGiven(env.BUCKET, key, [[[1]], long, [[2]]]);
    for (const [section, rows] of [[[1]], long, [[2]]].entries())
      expect((await openGiven(env.BUCKET, { kind: "given", key, section })).rows).toEqual(rows);
  });

  it("are missed with a reason when they are gone", async () => {
    const key = givenKey("ws", "rep_gone", "dat_1");
    await expect(openGiven(env.BUCKET, { kind: "given", key, section: 0 })).rejects.toThrow(
      "no longer there",
    );
  });

  it("lie under one prefix a report", () => {
    for (const key of [givenKey("w/s", "rep_1", "dat_1"), outlineKey("w/s", "rep_1", "dat_2")])
      expect(key.startsWith(givenPrefix("w/s", "rep_1"))).toBe(true);
  });
});
