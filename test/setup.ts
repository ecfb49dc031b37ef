import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";

await applyD1Migrations(env.DB, env.TEST_CONTROL_MIGRATIONS);
await applyD1Migrations(env.ROWS_0, env.TEST_ROWS_MIGRATIONS);
