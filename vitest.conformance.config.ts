import { defineConfig } from "vitest/config";

/** The black-box suite: plain Node against the two built Workers, over HTTP and WebSocket only. */
export default defineConfig({
  test: {
    include: ["test/conformance/**/*.test.ts"],
    globalSetup: ["test/conformance/harness/global-setup.ts"],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 3, // most of the time they wait for the product
    sequence: { shuffle: { tests: true, files: false } }, // the longest files first
    // SheetJS says so of every large part of a zip that was streamed: its size stands behind it (APPNOTE 4.3.9).
    onConsoleLog: (log) => !log.startsWith("Bad uncompressed size"),
  },
});
