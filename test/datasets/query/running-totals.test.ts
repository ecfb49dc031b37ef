import { describe, expect, it } from "vitest";
import { RunningTotals } from "../../../src/datasets/query/running-totals";
import { withSubtotals } from "../../../src/datasets/query/subtotals";
import type { Row } from "../../../src/render/document";

const totalOf = (isInteger: boolean, ...cells: Row) => {
  const totals = new RunningTotals([], [{ column: 0, isInteger }], 1);
  totals.add(cells.map((cell) => [cell]));
  return totals.finish()[0]?.[0];
};

describe("X71: totals of rows that pass by", () => {
  it.each<[string, boolean, Row, unknown]>([
    ["money", false, [0.1, 0.2, null], 0.3],
    ["measurements", false, [2 ** -70, 2 ** -70], 2 ** -69],
    ["no value at all", false, [null, null], null],
    ["integers", true, [1, null, 2], 3],
    ["integers that no double holds", true, [2 ** 53 - 1, 2, -1], "9007199254740992"],
    ["that become sure again", true, [2 ** 53 - 1, 2, -2], 9007199254740991],
    ["beyond 64 bits", true, Array(20).fill(10 ** 18), "20000000000000000000"],
  ])("%s", (_, isInteger, cells, expected) => {
    expect(totalOf(isInteger, ...cells)).toBe(expected);
  });

  it("groups go on over batches", () => {
    const totals = new RunningTotals([0], [{ column: 1, isInteger: true }], 2);
    const shown = [
      ["a", 1],
      ["a", 2],
      ["b", 4],
    ].map((row) => totals.add([row]));
    expect([...shown.flat(), ...totals.finish()]).toEqual([
      ["a", 1],
      ["a", 2],
      ["a", 3, 1],
      ["b", 4],
      ["b", 4, 1],
      [null, 7, 0],
    ]);
  });
});

describe("subtotals beside their groups", () => {
  async function* rowsOf(...batches: Row[][]) {
    yield* batches;
  }
  const read = async (groups: Row[][], ...levels: Row[][]) => {
    const all: Row[] = [];
    const outward = levels.map((rows, at) => ({ level: levels.length - 1 - at, rows: rowsOf(rows) }));
    for await (const batch of withSubtotals(rowsOf(...groups), [0, 1], outward)) all.push(...batch);
    return all;
  };

  it("are taken as the groups change, over batches", async () => {
    const groups = [[["a", 1, 10]], [["a", 2, 20]], [], [["b", 1, 30]]];
    const inner = [
      ["a", null, 30, 1],
      ["b", null, 30, 1],
    ];
    expect(await read(groups, inner, [[null, null, 60, 0]])).toEqual([
      ["a", 1, 10],
      ["a", 2, 20],
      ["a", null, 30, 1],
      ["b", 1, 30],
      ["b", null, 30, 1],
      [null, null, 60, 0],
    ]);
  });

  it("one that is another group's is noticed", async () => {
    const wrong = [["b", null, 30, 1]];
    await expect(read([[["a", 1, 10]]], wrong, [[null, null, 10, 0]])).rejects.toThrow(
      "not that of the groups",
    );
    await expect(read([[["a", 1, 10]]], [], [[null, null, 10, 0]])).rejects.toThrow("not that of the groups");
  });
});
