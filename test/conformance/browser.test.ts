import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openBrowser } from "./harness/browser";
import { LEDGER_CSV, LEDGER_SHOWN } from "./harness/ledger";
import { generateNow, makeReport, readData, uploadReady } from "./harness/steps";
import { until } from "./harness/until";
import { newWorkspace, stranger } from "./harness/workspace";

/** The browser that comes from the registry is one for Linux. */
describe.skipIf(process.platform !== "linux")("in a browser", () => {
  let browser: BrowserContext;
  let close = async () => {};

  beforeAll(async () => {
    ({ browser, close } = await openBrowser());
  });
  afterAll(() => close());

  /** A page, and everything that it complained of or asked of another origin. */
  async function openPage(): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== "data:" && origin !== inject("origin")) complaints.push(`asked ${request.url()}`);
    });
    page.on("dialog", (dialog) => {
      complaints.push(`said ${dialog.message()}`);
      void dialog.dismiss();
    });
    return { page, complaints };
  }

  it("M1: /docs is a reference of every operation, from our own address, without an error", async () => {
    const { page, complaints } = await openPage();
    const answer = await page.goto(`${inject("origin")}/docs`);
    expect(answer?.status()).toBe(200);
    const document = await stranger().get<{ paths: Record<string, Record<string, unknown>> }>(
      `${inject("origin")}/openapi.json`,
    );
    const operations = Object.values(document.body.paths).reduce(
      (sum, methods) => sum + Object.keys(methods).length,
      0,
    );
    const blocks = page.locator(".opblock");
    await until(
      () => blocks.count(),
      (count) => count >= operations,
    );
    expect(await blocks.count()).toBe(operations);
    const shown = await page.locator(".opblock-summary-path").allTextContents();
    expect(shown.map((text) => text.replaceAll("\u200b", "").trim())).toContain(
      "/api/v1/reports/{id}/generate",
    );
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("C4: the HTML file opens from its signed link, sandboxed, and shows what the source says", async () => {
    const caller = newWorkspace().as("editor");
    const dataset = await uploadReady(caller, LEDGER_CSV, { name: "Ledger" });
    const report = await makeReport(
      caller,
      dataset,
      { sort_by: "account_id", chart_type: "bar" },
      { name: "账本 & <Ledger>" },
    );
    await generateNow(caller, report, { formats: ["html"] });
    const { page, complaints } = await openPage();
    await page.setExtraHTTPHeaders({ Authorization: `Bearer ${caller.token}` });
    await page.goto(`${caller.origin}/api/v1/reports/${report.id}/preview`);
    expect(await page.title()).toContain("账本 & <Ledger>");
    const rows = await page
      .locator("tbody tr")
      .evaluateAll((lines) =>
        lines.map((line) => [...line.querySelectorAll("td")].map((cell) => cell.textContent)),
      );
    expect(rows).toEqual(LEDGER_SHOWN);
    expect(await page.locator("figure svg").count()).toBe(1);
    const alignment = `getComputedStyle(document.querySelector("tbody td:nth-child(4)")).textAlign`;
    expect(await page.evaluate(alignment)).toBe("right");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("U21: markup in the data does nothing, in the file as in the sandbox", async () => {
    const caller = newWorkspace().as("editor");
    const lines = (await readData("security/xss_payloads_quick.txt"))
      .toString("utf8")
      .split("\n")
      .filter((line) => line.trim() !== "");
    const csv = `payload\n${lines.map((line) => `"${line.replaceAll('"', '""')}"`).join("\n")}\n`;
    const dataset = await uploadReady(caller, csv, {
      name: "</title><script>alert(1)</script>",
      delimiter: ",",
    });
    const report = await makeReport(
      caller,
      dataset,
      {},
      { name: '"><img src=x onerror=alert(1)>', description: "<script>alert(2)</script>" },
    );
    const run = await generateNow(caller, report, { formats: ["html"] });
    const link = run.download_urls.html ?? "";
    const head = await fetch(link, { method: "HEAD" });
    expect(head.headers.get("Content-Security-Policy")).toMatch(/^sandbox; default-src 'none'/);

    const { page, complaints } = await openPage();
    const html = await (await fetch(link)).text();
    await page.setContent(html); // without the headers: the file itself, as saved and opened
    expect(await page.locator("tbody tr").count()).toBe(lines.length);
    expect(await page.locator("tbody td").allTextContents()).toEqual(lines);
    expect(await page.locator("script, img, iframe, a[href], [onload], [onerror]").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
