/// <reference types="@cloudflare/vitest-pool-workers/types" />

declare namespace Cloudflare {
  /** What vitest.config.ts and test/wrangler.toml add to the Worker's own bindings. */
  interface Env {
    DB_ALONE: D1Database;
    ROWS_1: D1Database;
    TEST_CONTROL_MIGRATIONS: import("cloudflare:test").D1Migration[];
    TEST_ROWS_MIGRATIONS: import("cloudflare:test").D1Migration[];
  }
}
