import { expect, it } from "vitest";
import { ColumnProfile } from "../../src/runs/column-profile";

const number = { name: "n", label: "N", type: "number" } as const;
const text = { name: "t", label: "T", type: "string" } as const;
const count = { name: "c", label: "C", type: "integer" } as const;

it.each([
  [[1, 2, 3], 0],
  [[1, 2.5, 9510.3, 9473.29], 2],
  [[0.1 + 0.2], 1],
  [[1e21, -0.001], 3],
  [[null, null], 0],
  [[0.714021185282, 1], undefined],
  [[123456789.123456], 6],
])("U22: numbers %j have %s decimals", (values, decimals) => {
  const profile = new ColumnProfile([number]);
  for (const value of values) profile.add([[value]]);
  expect(profile.finish()[0]?.decimals).toBe(decimals);
});

it("U17: the longest text is found wherever it stands, and only its beginning is kept", () => {
  const profile = new ColumnProfile([text, count]);
  profile.add([
    ["a", 1],
    [null, 2],
  ]);
  profile.add([["Note 149997", 3]]);
  expect(profile.finish()).toEqual([
    { ...text, longest: "Note 149997" },
    { ...count, largest: 3 },
  ]);
  profile.add([["x".repeat(500), 4]]);
  expect(profile.finish()[0]?.longest).toBe("x".repeat(60));
});

it("U22: the number farthest from 0 is found far down, whatever its sign", () => {
  const profile = new ColumnProfile([number, count, text]);
  profile.add([[1.5, 3, "a"]]);
  profile.add([
    [-2000.25, 12, "b"],
    [null, -4, "99999"],
  ]);
  expect(profile.finish().map(({ largest }) => largest)).toEqual([-2000.25, 12, undefined]);
});
