import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAll, typesOf } from "./tables";

const OBJECTS = [
  { id: 1, name: "a", ok: true, when: "2020-01-05", at: "Jan 6 2020 10:00", x: 1.5, tags: ["p", { q: 1 }] },
  { id: 2, name: 'b\n"c"', ok: false, when: "2020-01-06", at: null, x: 2, tags: null },
];
const TYPES = ["integer", "string", "boolean", "date", "datetime", "number", "string"];
const ROWS = [
  [1, "a", true, "2020-01-05", "2020-01-06T10:00:00", 1.5, '["p",{"q":1}]'],
  [2, 'b\n"c"', false, "2020-01-06", null, 2, null],
];

describe("JSON arrays and NDJSON", () => {
  test.each([
    ["an array", JSON.stringify(OBJECTS), "json"],
    ["an array over lines", JSON.stringify(OBJECTS, null, 2), "json"],
    ["NDJSON", OBJECTS.map((row) => JSON.stringify(row)).join("\n"), "ndjson"],
    [
      "NDJSON with CRLF and blank lines",
      `\n${OBJECTS.map((row) => JSON.stringify(row)).join("\r\n\r\n")}\r\n`,
      "ndjson",
    ],
  ])("%s, in chunks of any size", async (_name, text, format) => {
    for (const size of [1, 3, 65_536]) {
      const read = await readAll(text, {}, [size]);
      expect(read.form.format).toBe(format);
      expect(typesOf(read)).toEqual(TYPES);
      expect(read.rows).toEqual(ROWS);
      expect(read.bad).toEqual([]);
    }
  });

  test("fields come from all objects; a missing key is null", async () => {
    const { form, rows } = await readAll('[{"a":1},{"b c":2,"a":3},{}]');
    expect(form.fields.map(({ name, label }) => [name, label])).toEqual([
      ["a", "a"],
      ["b_c", "b c"],
    ]);
    expect(rows).toEqual([
      [1, null],
      [3, 2],
      [null, null],
    ]);
  });

  test("integers that a double cannot hold keep their digits, nested ones too", async () => {
    const text = '{"id":12345678901234567,"n":{"big":98765432109876543210,"x":1.0}}\n{"id":5,"n":null}\n';
    const read = await readAll(text);
    expect(typesOf(read)).toEqual(["string", "string"]);
    expect(read.rows).toEqual([
      ["12345678901234567", '{"big":98765432109876543210,"x":1}'],
      ["5", null],
    ]);
  });

  test("texts that look like numbers stay texts", async () => {
    const read = await readAll('[{"zip":"007","n":"12"},{"zip":"010","n":"13"}]');
    expect(typesOf(read)).toEqual(["string", "string"]);
    expect(read.rows[0]).toEqual(["007", "12"]);
  });

  test("mixed values become text", async () => {
    const { rows } = await readAll('[{"v":1},{"v":"x"},{"v":true},{"v":[1]},{"v":""}]');
    expect(rows).toEqual([["1"], ["x"], ["true"], ["[1]"], [""]]);
  });

  test("E33: a broken element is named and does not hide the rest", async () => {
    const ndjson = await readAll('{"a":1}\n{"a":\n7\n{"a":2}\n');
    expect(ndjson.rows).toEqual([[1], [2]]);
    expect(ndjson.bad).toMatchObject([
      { row: 2, line: 2, code: "invalid_json", raw: '{"a":' },
      { row: 3, line: 3, code: "not_an_object", raw: "7" },
    ]);
    const array = await readAll('[\n{"a":1},\n{"a":1} {"a":2},\n[3],\n{"a":4}\n]');
    expect(array.rows).toEqual([[1], [4]]);
    expect(array.bad).toMatchObject([
      { row: 2, line: 3, code: "invalid_json" },
      { row: 3, line: 4, code: "not_an_object" },
    ]);
  });

  test("an array that was cut says so", async () => {
    const inside = await readAll('[{"a":1},{"a":2},{"a":');
    expect(inside.rows).toEqual([[1], [2]]);
    expect(inside.bad.map(({ code }) => code)).toEqual(["invalid_json", "invalid_json"]);
    const between = await readAll('[{"a":1},{"a":2}');
    expect(between.rows).toHaveLength(2);
    expect(between.bad).toMatchObject([{ message: "The file ends before the closing ] of its array." }]);
  });

  test("no objects, no table", async () => {
    await expect(readAll("[]")).rejects.toMatchObject({ code: "empty_file" });
    await expect(readAll("[1,2]", { format: "json" })).rejects.toMatchObject({ code: "no_good_rows" });
    await expect(readAll("{not json}\n", { format: "ndjson" })).rejects.toMatchObject({
      code: "no_good_rows",
    });
    const keys = Array.from({ length: 1001 }, (_, at) => [`k${at}`, at]);
    await expect(readAll(JSON.stringify([Object.fromEntries(keys)]))).rejects.toMatchObject({
      code: "too_many_columns",
    });
  });

  test("an element beyond the cap is passed over", async () => {
    const { rows, bad } = await readAll(`[{"a":1},{"a":"${"x".repeat(3_000_000)}"},{"a":3}]`);
    expect(rows).toEqual([[1], [3]]);
    expect(bad).toMatchObject([{ row: 2, code: "row_too_large" }]);
    expect(bad[0]?.raw.length).toBeLessThanOrEqual(10_240);
  });

  test("nesting too deep to take in makes its row bad", async () => {
    const { rows, bad } = await readAll(`{"a":1}\n{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}\n`);
    expect(rows).toEqual([[1]]);
    expect(bad).toMatchObject([{ row: 2, code: "invalid_json" }]);
  });

  test("any objects survive any split", async () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true }),
    );
    const object = fc.dictionary(fc.constantFrom("a", "b", "c"), value);
    await fc.assert(
      fc.asyncProperty(
        fc.array(object, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, size) => {
          fc.pre(rows.some((row) => Object.keys(row).length > 0));
          const array = JSON.stringify(rows, null, 1);
          const whole = await readAll(array);
          expect(await readAll(array, {}, [size])).toEqual(whole);
          const lines = await readAll(
            rows.map((row) => JSON.stringify(row)).join("\n"),
            { format: "ndjson" },
            [size],
          );
          expect(lines.rows).toEqual(whole.rows);
        },
      ),
      { numRuns: 80 },
    );
  });
});

describe("objects for fields that exist already", () => {
  const target = [
    { name: "id", label: "Id", type: "integer" as const },
    { name: "due_on", label: "Due on", type: "date" as const },
    { name: "ok", label: "Ok", type: "boolean" as const },
    { name: "x", label: "X", type: "number" as const },
  ];

  test("keys are names or labels; texts are read like cells", async () => {
    const { rows, bad } = await readAll(
      '[{"Id":1,"due_on":"31.12.2020","ok":true,"x":"1.5"},{"id":"2","Due on":"01.02.2021","ok":"no","x":null}]',
      { target },
    );
    expect(bad).toEqual([]);
    expect(rows).toEqual([
      [1, "2020-12-31", true, 1.5],
      [2, "2021-02-01", false, null],
    ]);
  });

  test("E33: what does not fit is named", async () => {
    const text =
      '{"id":1.5}\n{"id":1,"colour":"red"}\n{"id":{"a":1}}\n{"x":12345678901234567}\n{"ok":1}\n{"id":3}\n';
    const { rows, bad } = await readAll(text, { target });
    expect(rows).toEqual([[3, null, null, null]]);
    expect(bad).toMatchObject([
      { row: 1, column: "id", code: "type_mismatch", value: "1.5" },
      { row: 2, column: "colour", code: "unknown_field", value: "red" },
      { row: 3, column: "id", code: "type_mismatch", value: '{"a":1}' },
      { row: 4, column: "x", code: "type_mismatch", value: "12345678901234567" },
      { row: 5, column: "ok", code: "type_mismatch", value: "1" },
    ]);
  });

  test("an empty array appends nothing", async () => {
    expect((await readAll("[]", { target })).rows).toEqual([]);
  });
});
