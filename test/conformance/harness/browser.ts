import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import chromium, { inflate } from "@sparticuz/chromium";
import { type BrowserContext, chromium as playwright } from "playwright-core";

/** Without a network beyond loopback, what Chromium does by itself would only fail, and slowly. */
const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What Chromium wants and a bare machine has not comes with it, packed. */
const packed = (name: string) =>
  inflate(fileURLToPath(new URL(`../bin/${name}.tar.br`, import.meta.resolve("@sparticuz/chromium")).href));

/** Chromium from the registry alone, with an empty profile. */
export async function openBrowser(): Promise<{ browser: BrowserContext; close: () => Promise<void> }> {
  const profile = await mkdtemp(path.join(tmpdir(), "edge-reports-browser-"));
  const executablePath = await chromium.executablePath();
  const [libraries, fonts] = [await packed("al2023"), await packed("fonts")];
  const browser = await playwright.launchPersistentContext(profile, {
    executablePath,
    args: ARGUMENTS,
    headless: true,
    env: { ...process.env, LD_LIBRARY_PATH: path.join(libraries, "lib"), FONTCONFIG_PATH: fonts },
  });
  return {
    browser,
    async close() {
      await browser.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
