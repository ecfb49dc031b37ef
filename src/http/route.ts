import type { OpenAPIRoute, RouteConfig } from "@hono/zod-openapi";
import type { Handler } from "hono";
import type { Ctx, Role } from "../context";
import type { D1Cost } from "../db/counted";
import type { BodyLimit } from "./body-limits";
import type { ProblemCode } from "./codes";
import type { AnswerHeader } from "./header-documents";
import type { SharedParameter } from "./parameter-documents";
import type { Problem } from "./problem";
import type { TagName } from "./tags";

export interface AppEnv {
  Bindings: ApiEnv;
  Variables: {
    requestId: string;
    cost: D1Cost;
    /** Set by the authentication middleware; absent on public routes, which do not read it. */
    ctx: Ctx;
    /** Workspace id to role, all that the token names. Set with `ctx`. */
    memberships: ReadonlyMap<string, Role>;
    /** Why the body was cut off while something was reading it. */
    bodyRefused: Problem | undefined;
  };
}

/** What a route promises. The shared manners (see mount.ts) and the API document both derive from it. */
export type Contract = Omit<RouteConfig, "path" | "tags" | "parameters"> & {
  path: string;
  operationId: string;
  summary: string;
  tags: [TagName];
  /** Codes this route may answer beside those that follow from its shape. */
  problems?: readonly ProblemCode[];
  /** Which size limit its body has; "json" unless said. */
  bodyLimit?: BodyLimit;
  /** How its JSON body is parsed when not by `JSON.parse`. */
  parseJson?: (text: string) => unknown;
  /**
   * `read` answers with an ETag and takes If-None-Match; `write` takes If-Match (see etag.ts); `file` takes
   * conditions and ranges (see files/serve.ts).
   */
  conditional?: "read" | "write" | "file";
  /** Headers that its answers carry beside those that follow from its shape, by status. For the document. */
  headers?: Readonly<Record<number, readonly AnswerHeader[]>>;
  /** Shared parameters that it takes beside those that follow from its shape. For the document. */
  takes?: readonly SharedParameter[];
  /** Takes an Idempotency-Key. A POST that answers 201 or 202 does unless it says `false`. */
  idempotent?: boolean;
};

/** One endpoint: its contract and what it does. */
export interface Endpoint {
  readonly contract: Contract;
  readonly handler: Handler<AppEnv>;
}

/**
 * One endpoint as one value. Routes without `security` need a token; `security: []` makes one public.
 *
 * A JSON body given as a Zod schema is read, limited and validated before the handler, which finds it in
 * `c.req.valid("json")`. A body to be streamed is declared with a plain schema object instead: then nothing
 * reads it, and `c.req.raw.body` is already limited in size. The handler fails by throwing `Problem`.
 */
export function defineRoute<const P extends string, const R extends Contract & { path: P }>(
  contract: R,
  handler: OpenAPIRoute<R, AppEnv>["handler"],
): Endpoint {
  return { contract, handler: handler as unknown as Handler<AppEnv> };
}

/** A route that anybody may call: no security at all, or none as one of its choices. */
export function isPublic({ security }: Contract): boolean {
  return security?.length === 0 || (security?.some((choice) => Object.keys(choice).length === 0) ?? false);
}

/** Whether the route honours `Idempotency-Key`. */
export function isIdempotent({ method, responses, idempotent }: Contract): boolean {
  return idempotent ?? (method === "post" && ("201" in responses || "202" in responses));
}
