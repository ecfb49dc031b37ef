import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createApp } from "../../src/app";
import type { Endpoint } from "../../src/http/route";
import { type CallOptions, requestOf } from "./call";

/**
 * The same app around other endpoints (under /api/v1), or other settings or bindings, called like the API itself.
 * Afterwards all that was to end later has ended.
 */
export function sampleApp(endpoints: readonly Endpoint[], settings: Readonly<Record<string, unknown>> = {}) {
  const app = createApp(endpoints, []);
  const bindings = { ...env, ...settings };
  return async (method: string, path: string, options?: CallOptions): Promise<Response> => {
    const execution = createExecutionContext();
    const response = await app.fetch(requestOf(method, path, options), bindings, execution);
    await waitOnExecutionContext(execution);
    return response;
  };
}
