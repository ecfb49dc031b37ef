import { z } from "@hono/zod-openapi";
import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { healthOf, healthSchema, httpStatus } from "../health/report";
import { tablesSchema, workersSchema, workspaceFacts } from "../health/workspace";

const { database, workers } = healthSchema.shape.checks.shape;
const databaseSchema = database.extend({ tables: tablesSchema }).openapi("DatabaseHealth");
const workerHealthSchema = workers.extend(workersSchema.shape).openapi("WorkerHealth");
const detailedSchema = z
  .object({
    ...healthSchema.shape,
    checks: healthSchema.shape.checks.extend({ database: databaseSchema, workers: workerHealthSchema }),
  })
  .openapi("DetailedHealth");

const answers = <S extends z.ZodType>(schema: S) => ({
  200: jsonAnswer(schema, "It works."),
  503: jsonAnswer(schema, "It does not."),
});

/** `GET /health/database`: the database, and what the caller's workspace holds in it. */
export const databaseHealthRoute = defineRoute(
  {
    method: "get",
    path: "/health/database",
    operationId: "getDatabaseHealth",
    tags: ["Operations"],
    summary: "How is the database?",
    responses: answers(databaseSchema),
  },
  async (c) => {
    const ctx = c.get("ctx");
    const [{ checks }, facts] = await Promise.all([healthOf(ctx), workspaceFacts(ctx)]);
    return c.json({ ...checks.database, tables: facts.tables }, httpStatus(checks.database));
  },
);

/** `GET /health/workers`: whether runs get done, and how the caller's own stand. */
export const workerHealthRoute = defineRoute(
  {
    method: "get",
    path: "/health/workers",
    operationId: "getWorkerHealth",
    tags: ["Operations"],
    summary: "How are the workers?",
    responses: answers(workerHealthSchema),
  },
  async (c) => {
    const ctx = c.get("ctx");
    const [{ checks }, facts] = await Promise.all([healthOf(ctx), workspaceFacts(ctx)]);
    return c.json({ ...checks.workers, ...facts.workers }, httpStatus(checks.workers));
  },
);

/** `GET /health/detailed`: all of it in one answer. */
export const detailedHealthRoute = defineRoute(
  {
    method: "get",
    path: "/health/detailed",
    operationId: "getDetailedHealth",
    tags: ["Operations"],
    summary: "How is everything?",
    responses: answers(detailedSchema),
  },
  async (c) => {
    const ctx = c.get("ctx");
    const [health, facts] = await Promise.all([healthOf(ctx), workspaceFacts(ctx)]);
    const { database, workers, storage } = health.checks;
    const checks = {
      database: { ...database, tables: facts.tables },
      workers: { ...workers, ...facts.workers },
      storage,
    };
    return c.json({ ...health, checks }, httpStatus(health));
  },
);
