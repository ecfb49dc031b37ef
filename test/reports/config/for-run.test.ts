import { describe, expect, it } from "vitest";
import { configForRun } from "../../../src/reports/config/for-run";
import { checkConfig } from "../../../src/reports/config/resolve";

describe("B14 B16: a config with the wishes of one generation", () => {
  it.each([
    ["nothing", { fields: ["a"], limit: 3 }, {}, { fields: ["a"], limit: 3 }],
    [
      "filters, beside the config's own and over those of the same name",
      { fields: ["a"], filters: { a: 1, b: 2 } },
      { filters: { b: 3, c: 4 } },
      { fields: ["a"], filters: { a: 1, b: 3, c: 4 } },
    ],
    [
      "filters where there were none",
      { fields: ["a"], filters: null },
      { filters: { a: 1 } },
      { fields: ["a"], filters: { a: 1 } },
    ],
    ["a limit of the flat form", { fields: ["a"], limit: 9 }, { limit: 1 }, { fields: ["a"], limit: 1 }],
    [
      "a limit of the form by metric types",
      { metric_types: ["users"] },
      { limit: 1 },
      { metric_types: ["users"], limit: 1 },
    ],
    [
      "a limit of every table among sections",
      { sections: [{ text: "x" }, { fields: ["a"], limit: 9 }, { figures: [] }, { fields: ["b"] }] },
      { limit: 1 },
      {
        sections: [{ text: "x" }, { fields: ["a"], limit: 1 }, { figures: [] }, { fields: ["b"], limit: 1 }],
      },
    ],
    [
      "zone and locale",
      { fields: ["a"], time_zone: "UTC" },
      { time_zone: "Asia/Tokyo", locale: "ja" },
      { fields: ["a"], time_zone: "Asia/Tokyo", locale: "ja" },
    ],
  ])("%s", (_, config, wishes, expected) => {
    const before = structuredClone(config);
    expect(configForRun(config, wishes)).toEqual(expected);
    expect(config).toEqual(before);
  });
});

describe("a config without its data", () => {
  it("is judged by its shape alone, under the root that it has", () => {
    expect(checkConfig({ fields: ["whatever"], filters: { any: 1 } })).toEqual({});
    expect(Object.keys(checkConfig({ limit: 0 }, "base_config")).sort()).toEqual([
      "base_config.fields",
      "base_config.limit",
    ]);
  });
});
