import { describe, expect, test } from "vitest";
import { readAll, readColumn } from "./tables";

describe("what the owner of a file may know better", () => {
  test("dates that do not tell the day from the month go by custom, and the note says so", async () => {
    const american = await readAll("d,n\n01/02/2024,1\n03/04/2024,2\n");
    expect(american.rows[0]).toEqual(["2024-01-02", 1]);
    expect(american.form.notes).toMatchObject([{ code: "ambiguous_dates", column: "d" }]);
    expect(american.form.notes?.[0]?.message).toContain("date_order=dmy");
    const told = await readAll("d,n\n01/02/2024,1\n03/04/2024,2\n", { dateOrder: "dmy" });
    expect(told.rows[0]).toEqual(["2024-02-01", 1]);
    expect(told.form.notes).toBeUndefined();
  });

  test("where semicolons delimit or commas mark decimals the day comes first", async () => {
    expect((await readAll("d;n\n01/02/2024;1\n03/04/2024;2\n")).rows[0]).toEqual(["2024-02-01", 1]);
    expect((await readAll("d\tn\n01/02/2024\t1,5\n03/04/2024\t2,5\n")).rows[0]).toEqual(["2024-02-01", 1.5]);
  });

  test("dates that tell need no note", async () => {
    const { rows, form } = await readAll("d,e\n01/02/2024,25/12/2024\n03/04/2024,1/1/2024\n");
    expect(rows[0]).toEqual(["2024-02-01", "2024-12-25"]);
    expect(form.notes).toBeUndefined();
  });

  test("one stray text leaves a column of numbers text, loses nothing, and is named", async () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `${index},${index / 2}`);
    lines[4_999] = "oops,7";
    const { rows, bad, form } = await readAll(`n,m\n${lines.join("\n")}\n`);
    expect(form.fields.map(({ type }) => type)).toEqual(["string", "number"]);
    expect(rows).toHaveLength(10_000);
    expect(bad).toEqual([]);
    expect(form.notes).toMatchObject([{ code: "nearly_typed", column: "n" }]);
    expect(form.notes?.[0]?.message).toMatch(
      /1 of its 10,000 values is no number, such as "oops" on line 5001\./,
    );
    expect(form.notes?.[0]?.message).toContain('fields=[{"name":"n","type":"number"}]');
  });

  test("a column of texts with a few numbers is text, without a note", async () => {
    const names = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? String(index) : `x${index}`));
    const { form } = await readAll(`a,b\n${names.map((name) => `${name},1`).join("\n")}\n`);
    expect(form.notes).toBeUndefined();
  });

  test.each(["..", ":", "--", "—", "n.a.", "#DIV/0!", "#VALUE!", "\\N", "<NA>"])(
    "%s among numbers is no value",
    async (token) => {
      expect(await readColumn(["1", token, "2.5"])).toMatchObject({ type: "number", values: [1, null, 2.5] });
      expect((await readColumn(["a", token])).values).toEqual(["a", token]);
    },
  );
});
