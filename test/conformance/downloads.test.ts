import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, expectProblem, expectStatus } from "./harness/client";
import { readXlsx } from "./harness/readers";
import type { Generated, Report } from "./harness/shapes";
import { fileOf, generateNow, makeReport, startRun, uploadReady } from "./harness/steps";
import { until } from "./harness/until";
import { newWorkspace, stranger } from "./harness/workspace";

const CSV = `n,name\n${Array.from({ length: 300 }, (_, n) => `${n},Name ${n}`).join("\n")}\n`;

describe("downloads", () => {
  let caller: Caller;
  let report: Report;
  let run: Generated;
  let link: string;
  let whole: Buffer;
  const fetchLink = (headers: Record<string, string> = {}, method = "GET") =>
    fetch(link, { method, headers });

  beforeAll(async () => {
    caller = newWorkspace().as("editor");
    const dataset = await uploadReady(caller, CSV);
    report = await makeReport(
      caller,
      dataset,
      { formats: ["csv", "html"] },
      { name: '第三季度 "Q3"/report' },
    );
    run = await generateNow(caller, report);
    link = run.download_urls.csv ?? "";
    whole = await fileOf(run, "csv");
  });

  it("J4, C10: a signed link needs no token and gives type, length and a name in any script", async () => {
    const response = await fetchLink();
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    expect(Number(response.headers.get("Content-Length"))).toBe(whole.length);
    const disposition = response.headers.get("Content-Disposition") ?? "";
    expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+\.csv"; filename\*=UTF-8''/);
    const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1] ?? "";
    expect(decodeURIComponent(encoded)).toBe("第三季度 Q3 report.csv");
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(response.headers.get("Cache-Control")).toMatch(/private/);
    await response.arrayBuffer();
  });

  it("HEAD tells what GET would, without the file", async () => {
    const [head, get] = [await fetchLink({}, "HEAD"), await fetchLink()];
    expect(head.status).toBe(200);
    for (const name of ["Content-Type", "Content-Length", "Content-Disposition", "ETag", "Accept-Ranges"]) {
      expect(head.headers.get(name), name).toBe(get.headers.get(name));
    }
    expect(await head.text()).toBe("");
    expect((await get.arrayBuffer()).byteLength).toBe(whole.length);
  });

  it("C11: a single Range is answered with 206, the last bytes too, and one outside with 416", async () => {
    const cases: [string, Buffer, string][] = [
      ["bytes=0-9", whole.subarray(0, 10), `bytes 0-9/${whole.length}`],
      ["bytes=100-", whole.subarray(100), `bytes 100-${whole.length - 1}/${whole.length}`],
      ["bytes=-5", whole.subarray(-5), `bytes ${whole.length - 5}-${whole.length - 1}/${whole.length}`],
      ["bytes=10-99999999", whole.subarray(10), `bytes 10-${whole.length - 1}/${whole.length}`],
    ];
    for (const [range, bytes, contentRange] of cases) {
      const response = await fetchLink({ Range: range });
      expect(response.status, range).toBe(206);
      expect(response.headers.get("Content-Range")).toBe(contentRange);
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes), range).toBe(true);
    }
    const outside = await fetchLink({ Range: `bytes=${whole.length}-` });
    expect(outside.status).toBe(416);
    expect(outside.headers.get("Content-Range")).toBe(`bytes */${whole.length}`);
    await outside.arrayBuffer();
    const nonsense = await fetchLink({ Range: "bytes=9-1" });
    expect(nonsense.status).toBe(200);
    await nonsense.arrayBuffer();
  });

  it("conditions: If-None-Match 304, If-Match 412, If-Range decides whether Range counts", async () => {
    const etag = (await fetchLink({}, "HEAD")).headers.get("ETag") ?? "";
    expect(etag).toMatch(/^"[^"]+"$/);
    const cases: [Record<string, string>, number][] = [
      [{ "If-None-Match": etag }, 304],
      [{ "If-None-Match": `"other", W/${etag}` }, 304],
      [{ "If-None-Match": '"other"' }, 200],
      [{ "If-Match": '"other"' }, 412],
      [{ "If-Match": etag }, 200],
      [{ Range: "bytes=0-1", "If-Range": etag }, 206],
      [{ Range: "bytes=0-1", "If-Range": '"other"' }, 200],
      [{ "If-Modified-Since": new Date(Date.now() + 1000).toUTCString() }, 304],
    ];
    for (const [headers, status] of cases) {
      const response = await fetchLink(headers);
      expect(response.status, JSON.stringify(headers)).toBe(status);
      const body = await response.arrayBuffer();
      if (status === 304) expect(body.byteLength).toBe(0);
    }
  });

  it("J4: a link that was touched, or is of another kind, is a 404 like any other", async () => {
    const token = link.slice(link.lastIndexOf("/") + 1);
    const ticket = new URL(run.live_url).searchParams.get("ticket") ?? "";
    const flipped = token.slice(0, -2) + (token.endsWith("AA") ? "BB" : "AA");
    for (const wrong of [flipped, `x${token}`, token.slice(5), "a.b", "", ticket, `${token}.x`]) {
      const answer = await stranger(caller.origin).get(`${caller.origin}/d/${wrong}`);
      expectProblem(answer, 404, "not_found");
    }
  });

  it("X3: before the file is there its link answers 409 with Retry-After, then the file", async () => {
    const big = `n,text\n${Array.from({ length: 100_000 }, (_, n) => `${n},Some text ${n}`).join("\n")}\n`;
    const slow = await makeReport(caller, await uploadReady(caller, big));
    const started = await startRun(caller, slow, { formats: ["docx", "xlsx", "html", "json", "csv", "pdf"] });
    const url = started.download_urls.pdf ?? "";
    const early = [stranger(caller.origin).get(url), caller.get(`/reports/${slow.id}/download/pdf`)];
    for (const answer of await Promise.all(early)) {
      expectProblem(answer, 409, "not_ready");
      expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
    }
    const late = await until(
      () => stranger(caller.origin).get(url),
      ({ status }) => status !== 409,
    );
    expect(late.status).toBe(200);
    expect(late.text).toMatch(/^%PDF-/);
  });

  it("A19, X4: download/{format} streams the newest version, and makes a format that was not made", async () => {
    const made = await caller.fetch("GET", `/reports/${report.id}/download/csv`);
    expect(Buffer.from(await made.arrayBuffer()).equals(whole)).toBe(true);
    expect(made.headers.get("Content-Disposition")).toMatch(/^attachment;/);
    const fresh = await caller.fetch("GET", `/reports/${report.id}/download/xlsx`);
    expect(fresh.status).toBe(200);
    expect(fresh.headers.get("Content-Type")).toMatch(/spreadsheetml\.sheet$/);
    const book = readXlsx(Buffer.from(await fresh.arrayBuffer()));
    expect(book.sheet(book.sheetNames[0] ?? "")).toHaveLength(301);
    const part = await caller.fetch("GET", `/reports/${report.id}/download/excel`, {
      headers: { Range: "bytes=0-1" },
    });
    expect([part.status, await part.text()]).toEqual([206, "PK"]);
  });

  it("C12: 404 for a report never generated, an unknown version; 422 for an unknown format", async () => {
    const never = await makeReport(caller, await uploadReady(caller, "a\n1\n"));
    expectProblem(await caller.get(`/reports/${never.id}/download/csv`), 404, "not_found");
    expectProblem(await caller.get(`/reports/${never.id}/preview`), 404, "not_found");
    expectProblem(await caller.get(`/reports/${report.id}/download/csv?version=999`), 404, "not_found");
    expectProblem(await caller.get(`/reports/${report.id}/download/rtf`), 422, "validation_failed", [
      "format",
    ]);
    expectProblem(
      await caller.get(`/reports/${report.id}/download/csv?version=0`),
      422,
      "validation_failed",
      ["version"],
    );
  });

  it("A17: preview is shown in place and is harmless", async () => {
    const page = await caller.get(`/reports/${report.id}/preview`);
    expect(page.status).toBe(200);
    expect(page.headers.get("Content-Type")).toMatch(/^text\/html/);
    expect(page.headers.get("Content-Disposition")).toMatch(/^inline/);
    expect(page.headers.get("Content-Security-Policy")).toMatch(/^sandbox; default-src 'none'/);
    expect(page.text).toContain("Name 299");
    const json = await caller.get<{ row_count: number }>(`/reports/${report.id}/preview?format=json`);
    expect(expectStatus(json, 200).row_count).toBe(300);
    expectProblem(await caller.get(`/reports/${report.id}/preview?format=pdf`), 422, "validation_failed", [
      "format",
    ]);
  });
});
