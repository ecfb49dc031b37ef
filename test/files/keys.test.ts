import { describe, expect, it } from "vitest";
import {
  datasetPrefix,
  errorsKey,
  fileKey,
  filePrefix,
  manifestKey,
  snapshotKey,
  snapshotPrefix,
  uploadKey,
} from "../../src/files/keys";

describe("R2 keys", () => {
  it("say the kind, then the tenant, then the thing", () => {
    expect(uploadKey("acme", "ds_1", 3)).toBe("uploads/acme/ds_1/3/source");
    expect(errorsKey("acme", "ds_1", 3)).toBe("uploads/acme/ds_1/3/errors.csv");
    expect(snapshotKey("acme", "run_1", 0)).toBe("snapshots/acme/run_1/0.ndjson.gz");
    expect(manifestKey("acme", "run_1")).toBe("snapshots/acme/run_1/manifest.json");
    expect(fileKey("acme", "run_1", "xlsx")).toBe("files/acme/run_1/xlsx");
  });

  it("lie under the prefix by which they are cleaned up", () => {
    expect(uploadKey("acme", "ds_1", 3).startsWith(datasetPrefix("acme", "ds_1"))).toBe(true);
    expect(errorsKey("acme", "ds_1", 3).startsWith(datasetPrefix("acme", "ds_1"))).toBe(true);
    expect(snapshotKey("acme", "run_1", 7).startsWith(snapshotPrefix("acme", "run_1"))).toBe(true);
    expect(fileKey("acme", "run_1", "pdf").startsWith(filePrefix("acme", "run_1"))).toBe(true);
    expect(uploadKey("acme", "ds_10", 1).startsWith(datasetPrefix("acme", "ds_1"))).toBe(false);
  });

  it("no workspace id spells a key of another workspace", () => {
    const hostile = ["a/b", "a%2Fb", "..", ".", "a/../b", "a b", "a\u0000b", "ä", "a\u0308", "日本", "a?b#c"];
    const keys = hostile.map((workspace) => fileKey(workspace, "run_1", "pdf"));
    expect(new Set(keys).size).toBe(hostile.length);
    for (const key of keys) {
      expect(key.split("/")).toHaveLength(4);
      expect(key).toMatch(/^[\x21-\x7e]+$/);
      expect(key.split("/")).not.toContain("..");
      expect(key.split("/")).not.toContain(".");
    }
  });

  it("refuse what is no id of ours", () => {
    for (const id of ["", "run/1", "../run_1", "run 1", "run_%", "r".repeat(65)]) {
      expect(() => fileKey("acme", id, "pdf"), id).toThrow(RangeError);
    }
    expect(() => fileKey("", "run_1", "pdf")).toThrow(RangeError);
    expect(() => fileKey("w".repeat(601), "run_1", "pdf")).toThrow(RangeError);
    expect(() => snapshotKey("acme", "run_1", -1)).toThrow(RangeError);
    expect(() => uploadKey("acme", "ds_1", 1.5)).toThrow(RangeError);
  });
});
