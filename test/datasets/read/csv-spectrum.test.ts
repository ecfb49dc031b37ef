import { describe, expect, test } from "vitest";
import { readAll } from "./tables";

const csvs = import.meta.glob<string>("../../data/csv-spectrum/*.csv", {
  query: "?raw",
  import: "default",
  eager: true,
});
const expected = import.meta.glob<string>("../../data/csv-spectrum/*.json", {
  query: "?raw",
  import: "default",
  eager: true,
});

describe("csv-spectrum", () => {
  test("all eleven files are here, the CRLF ones with their CRLF", () => {
    expect(Object.keys(csvs)).toHaveLength(11);
    const crlf = Object.entries(csvs).filter(([path]) => path.includes("crlf"));
    expect(crlf).toHaveLength(3);
    for (const [, text] of crlf) expect(text).toContain("\r\n");
  });

  test.each(Object.entries(csvs))("%s", async (path, text) => {
    const objects: Record<string, string>[] = JSON.parse(expected[path.replace(/csv$/, "json")] ?? "null");
    const keys = Object.keys(objects[0] ?? {});
    const overrides = keys.map((name) => ({ name, type: "string" as const }));
    const { form, rows, bad } = await readAll(text, { overrides });
    expect(bad).toEqual([]);
    expect(form.fields.map(({ label }) => label)).toEqual(keys);
    const read = rows.map((row) => Object.fromEntries(keys.map((key, index) => [key, row[index] ?? ""])));
    expect(read).toEqual(objects);
  });
});
