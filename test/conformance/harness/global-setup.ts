import type { TestProject } from "vitest/node";
import { startServer, temporaryStateDir } from "./server";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the product of this suite answers. */
    origin: string;
  }
}

/** Settings of the suite's server, where they are not the defaults. */
export const SETTINGS = {
  CORS_ORIGINS: "https://app.example.com",
  EMAIL_ALLOWED_DOMAINS: "example.com,*.example.org",
  EMAIL_ATTACH_LIMIT_BYTES: "20000",
  MAX_UPLOAD_BYTES: "20000000",
  RETRY_BASE_SECONDS: "1",
  RUNS_PER_WORKSPACE: "1",
  WEBHOOK_ALLOW_PRIVATE: "1",
  WEBHOOK_RETRY_SECONDS: "1,1,1",
};

/**
 * One server for all test files; what needs its own (restarts, other settings) starts it itself. With
 * CONFORMANCE_ORIGIN they speak to one that is up already, which has these settings and this suite's secret.
 */
export default async function setup(project: TestProject) {
  const running = process.env.CONFORMANCE_ORIGIN;
  if (running) return project.provide("origin", running);
  const { stateDir, remove } = await temporaryStateDir();
  const server = await startServer({ stateDir, env: SETTINGS });
  project.provide("origin", server.origin);
  return async () => {
    await server.stop();
    await remove();
  };
}
