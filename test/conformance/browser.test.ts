import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openBrowser } from "./harness/browser";
import { LEDGER_CSV, LEDGER_SHOWN } from "./harness/ledger";
import { readPdf } from "./harness/readers";
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
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await page.close();
  });

  it("M1: what is not under /docs says so on a page that leads back", async () => {
    const { page } = await openPage();
    const answer = await page.goto(`${inject("origin")}/docs/nowhere`);
    expect(answer?.status()).toBe(404);
    await page.getByRole("link", { name: "The reference of the API" }).click();
    await page.waitForURL(`${inject("origin")}/docs/`);
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

  it("C4, U17: a long and wide table scrolls by keyboard under its header, and is printed whole", async () => {
    const caller = newWorkspace().as("editor");
    const heads = Array.from({ length: 40 }, (_, at) => `column_${at}`);
    const lines = Array.from({ length: 120 }, (_, row) => heads.map((_, at) => `r${row}c${at}`).join(","));
    const dataset = await uploadReady(caller, `${heads.join(",")}\n${lines.join("\n")}\n`);
    const run = await generateNow(caller, await makeReport(caller, dataset), { formats: ["html"] });
    const { page, complaints } = await openPage();
    await page.setViewportSize({ width: 375, height: 700 });
    await page.setContent(await (await fetch(run.download_urls.html ?? "")).text());
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(375);
    const box = page.getByRole("group");
    expect(await box.count()).toBe(1);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.className")).toBe("wide");
    await page.keyboard.press("End");
    await until(
      () => page.evaluate(`document.querySelector(".wide").scrollTop`),
      (top) => Number(top) > 1000,
    );
    const head = await page.locator("th").first().boundingBox();
    expect(head?.y).toBeCloseTo((await box.boundingBox())?.y ?? -1, 0);

    const { pages } = await readPdf(await page.pdf({ preferCSSPageSize: true }));
    const printed = pages.join(" ");
    for (const cell of ["r0c0", "r0c39", "r119c0", "r119c39"]) expect(printed).toContain(cell);
    expect(pages.filter((text) => text.includes("column_39")).length).toBe(pages.length);
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
