// One request of each operation of the API, some in several ways.
import { datasetOperations } from "./datasets.mjs";
import { reportReads, reportWrites } from "./reports.mjs";
import { runReads, runWrites } from "./runs.mjs";
import { scheduleOperations } from "./schedules.mjs";
import { templateOperations } from "./templates.mjs";
import { webhookOperations } from "./webhooks.mjs";

/**
 * Makes the requests in an order in which each finds what it needs. `rowsRead` is how many rows D1 may read for it, if
 * there is a limit; `more` how many D1 calls it may make beyond the rule, and has a reason (see ../../README.md).
 * @returns {AsyncGenerator<{ operation: string, what: string, answer: object, rowsRead?: number, more?: number }>}
 */
export async function* operations(shop, filled) {
  const { api } = shop;
  const get = async (operation, path) => ({
    operation,
    what: "",
    answer: await api.call("GET", `/api/v1${path}`),
  });
  yield* reportReads(shop, filled);
  yield* runReads(shop, filled);
  yield await get("getMe", "/auth/me");
  yield await get("getHealth", "/health");
  yield await get("getDatabaseHealth", "/health/database");
  yield await get("getWorkerHealth", "/health/workers");
  yield await get("getDetailedHealth", "/health/detailed");
  yield* reportWrites(shop, filled);
  yield* runWrites(shop, filled);
  yield* datasetOperations(shop, filled);
  yield* templateOperations(shop, filled);
  yield* scheduleOperations(shop, filled);
  yield* webhookOperations(shop, filled);
}
