import type { RouteConfig } from "@hono/zod-openapi";
import type { Handler } from "hono";
import { type AppEnv, type Contract, defineRoute, type Endpoint } from "../../src/http/route";

/** A public POST /sample, to be looked at from one side at a time. */
export function sampleRoute(
  handler: Handler<AppEnv>,
  contract: Partial<Contract> & Pick<RouteConfig, "request"> = {},
): Endpoint {
  return defineRoute(
    {
      method: "post",
      path: "/sample",
      operationId: "sample",
      summary: "A sample",
      tags: ["Operations"],
      security: [],
      responses: { 200: { description: "Fine." } },
      ...contract,
    },
    handler as never,
  );
}
