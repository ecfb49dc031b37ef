import path from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { outside } from "./test/support/receiver-service.ts";

const root = import.meta.dirname;

/** Unit and integration tests in workerd, with both Workers' doors in one test Worker. */
export default defineConfig(async () => ({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "./test/wrangler.toml" },
      miniflare: {
        outboundService: outside,
        bindings: {
          TEST_CONTROL_MIGRATIONS: await readD1Migrations(path.join(root, "migrations/control")),
          TEST_ROWS_MIGRATIONS: await readD1Migrations(path.join(root, "migrations/rows")),
        },
      },
    }),
  ],
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/conformance/**", "test/browser/**"],
    setupFiles: ["./test/setup.ts"],
    sequence: { shuffle: true },
    // Starting a Worker costs more than most files' tests; each test makes its own workspace instead.
    isolate: false,
    maxWorkers: 2, // beside the black-box suite, whose tests mostly wait; each worker has databases of its own
    testTimeout: 20_000,
  },
}));
