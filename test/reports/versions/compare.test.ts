import { applyPatch } from "rfc6902";
import { describe, expect, it } from "vitest";
import { diffOf } from "../../../src/reports/versions/compare";

const version = (config: Record<string, unknown>, more = {}) => ({
  versionNumber: 1,
  name: "Report",
  description: null,
  rowCount: null,
  config,
  ...more,
});

describe("X23: two versions compared", () => {
  it.each([
    ["nothing", { a: 1 }, { a: 1 }, []],
    ["a value", { limit: 5 }, { limit: 7 }, ["config.limit: 5 became 7"]],
    [
      "a value to null",
      { chart: { type: "bar" } },
      { chart: null },
      ['config.chart: {"type":"bar"} became null'],
    ],
    ["a key", {}, { limit: 7 }, ["config.limit: 7 added"]],
    ["no key", { limit: 7 }, {}, ["config.limit: 7 removed"]],
    ["the end of a list", { fields: ["a"] }, { fields: ["a", "b"] }, ['config.fields[-]: "b" added']],
    [
      "two of a list",
      { fields: ["a", "b", "c"] },
      { fields: ["c"] },
      ['config.fields[0]: "a" removed', 'config.fields[0]: "b" removed'],
    ],
    [
      "deep inside",
      { sections: [{}, { filters: { grade: { min: 5 } } }] },
      { sections: [{}, { filters: { grade: { min: 6 } } }] },
      ["config.sections[1].filters.grade.min: 5 became 6"],
    ],
    [
      "a name with a slash and a tilde",
      { filters: { "a/b~c": 1 } },
      { filters: {} },
      ["config.filters.a/b~c: 1 removed"],
    ],
    ["a long text", { title: "x".repeat(200) }, {}, [`config.title: "${"x".repeat(79)}… removed`]],
  ])("%s", (_, from, to, summary) => {
    const diff = diffOf(version(from), version(to));
    expect(diff.summary).toEqual(summary);
    const patched = structuredClone(from);
    applyPatch(patched, diff.config as never);
    expect(patched).toEqual(to);
  });

  it("names, descriptions and rows", () => {
    const to = version({}, { versionNumber: 2, name: "New", description: "Said", rowCount: 3 });
    expect(diffOf(version({}), to)).toEqual({
      from: 1,
      to: 2,
      name: { from: "Report", to: "New" },
      description: { from: null, to: "Said" },
      config: [],
      summary: ['name: "Report" became "New"', 'description: null became "Said"'],
      row_count: { from: null, to: 3 },
    });
  });
});
