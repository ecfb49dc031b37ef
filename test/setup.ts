import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";

await applyD1Migrations(env.DB, env.TEST_CONTROL_MIGRATIONS);
for (const rows of [env.ROWS_0, env.ROWS_1]) await applyD1Migrations(rows, env.TEST_ROWS_MIGRATIONS);

// The same random cases in every run: a failure then speaks of the change and not of luck.
fc.configureGlobal({ seed: 20_261_121 });
