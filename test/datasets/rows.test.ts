import { describe, expect, it } from "vitest";
import { call, expectProblem, newWorkspace } from "../support";
import { type Made, succeed, uploadedDataset } from "../support/product";

const CSV = `id,name,price,day,seen
1,Émile,1.5,2024-01-01,2024-01-01T23:30:00Z
2,émile,0.1,2024-02-29,2024-02-29T10:00:00Z
3,50 %,,2024-01-01,
4,Zoë,0.2,,2024-03-01T00:00:00Z
`;

async function dataset() {
  const token = await newWorkspace().token();
  return { token, id: (await uploadedDataset(token, CSV, "name=Things")).id };
}

const idsOf = async (token: string, id: string, query: Record<string, string>) => {
  const search = new URLSearchParams({ fields: "id", ...query });
  const page = await succeed<{ items: Made[]; total: number }>(
    "GET",
    `/datasets/${id}/rows?${search}`,
    token,
  );
  expect(page.total).toBe(page.items.length);
  return page.items.map((row) => Number(row.id)).join("");
};

describe("GET /datasets/{id}/rows", () => {
  it.each([
    ['{"name":{"contains":"ÉM"}}', "12"],
    ['{"name":{"contains":"%"}}', "3"],
    ['{"price":"0.10"}', "2"],
    ['{"price":[1.5,null]}', "13"],
    ['{"price":{"in":[]}}', ""],
    ['{"price":null}', "3"],
    ['{"day":{"start":"2024-01-01","end":"2024-01-31"}}', "13"],
    ['{"seen":"2024-01-01"}', "1"],
    ['{"seen":{"gt":"2024-02-29"},"price":{"max":1}}', "4"],
    ["{}", "1234"],
  ])("B9: takes the grammar of reports' filters: %s", async (filter, expected) => {
    const { token, id } = await dataset();
    expect(await idsOf(token, id, { filter })).toBe(expected);
  });

  it("sorts by several names, each in its direction, with empty cells last", async () => {
    const { token, id } = await dataset();
    expect(await idsOf(token, id, { sort_by: "day,price" })).toBe("1324");
    expect(await idsOf(token, id, { sort_by: "day,price", sort_order: "desc" })).toBe("2134");
    expect(await idsOf(token, id, { sort_by: "day, id", sort_order: "asc,desc" })).toBe("3124");
  });

  it.each([
    ["sort_by=id,zzz", "sort_by"],
    ["sort_by=id&sort_order=up", "sort_order"],
    ['filter={"name":{"about":1}}', "filters.name"],
    ["filter=[1]", "filter"],
  ])("B26: refuses %s and names what is wrong", async (query, field) => {
    const { token, id } = await dataset();
    const answer = await call("GET", `/api/v1/datasets/${id}/rows?${query}`, { token });
    const problem = await expectProblem(answer, "validation_failed");
    expect(Object.keys(problem.errors ?? {})).toEqual([field]);
  });

  it("reads no more rows than the page has, however many there are", async () => {
    const token = await newWorkspace().token();
    const csv = `n,text\n${Array.from({ length: 3_000 }, (_, at) => `${at},row ${at}`).join("\n")}\n`;
    const { id } = await uploadedDataset(token, csv, "name=Many");
    const answer = await call("GET", `/api/v1/datasets/${id}/rows?page_size=10`, { token });
    const read = /calls=(\d+) rows_read=(\d+)/.exec(answer.headers.get("Server-Timing") ?? "");
    expect(Number(read?.[1])).toBe(2);
    expect(Number(read?.[2])).toBeLessThan(60);
    expect(((await answer.json()) as { total: number }).total).toBe(3_000);
  });

  it("F3, E19: pages of long rows are smaller, all alike, and say so: no row is missed or seen twice", async () => {
    const token = await newWorkspace().token();
    const lines = Array.from({ length: 9 }, (_, n) => `${n},${"x".repeat(n === 5 ? 900_000 : 100_000)}`);
    const { id } = await uploadedDataset(token, `n,text\n${lines.join("\n")}\n`, "name=Long");
    type Answer = { items: { n: number }[]; page_size: number; pages: number; next_cursor: string | null };
    const page = (query: string) =>
      succeed<Answer>("GET", `/datasets/${id}/rows?page_size=100&${query}`, token);
    const all = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    const numbersOf = (answers: Answer[]) => answers.flatMap(({ items }) => items.map(({ n }) => n));

    const numbered = await Promise.all(["page=1", "page=2", "page=3"].map(page));
    expect(numbered.map(({ page_size, pages }) => [page_size, pages])).toEqual([1, 2, 3].map(() => [4, 3]));
    expect(numbersOf(numbered)).toEqual(all);
    const sorted = await Promise.all([1, 2, 3].map((at) => page(`sort_by=n&sort_order=desc&page=${at}`)));
    expect(numbersOf(sorted)).toEqual(all.toReversed());

    const walked = [await page("")];
    for (let cursor = walked[0]?.next_cursor; cursor; cursor = walked.at(-1)?.next_cursor)
      walked.push(await page(`cursor=${cursor}`));
    expect(numbersOf(walked)).toEqual(all);
  });

  it("reads a field once, however often it is named", async () => {
    const token = await newWorkspace().token();
    const { id } = await uploadedDataset(token, `n,text\n1,${"x".repeat(500_000)}\n`, "name=Long");
    const fields = Array.from({ length: 20 }, () => "text").join(",");
    const { items } = await succeed<{ items: Made[] }>("GET", `/datasets/${id}/rows?fields=${fields}`, token);
    expect(items.map((row) => Object.keys(row))).toEqual([["text"]]);
  });
});
