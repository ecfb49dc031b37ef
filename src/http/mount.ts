import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import type { Handler, MiddlewareHandler } from "hono";
import { settingsOf } from "../env";
import { BODY_LIMITS, limitStreamedBody, refuseDeclaredLength } from "./body-limits";
import { documented } from "./contract-documents";
import { answerOnce } from "./idempotency";
import { readJsonBody } from "./json-body";
import { knownQuery } from "./known-query";
import { essence, hasBody, isJson, requireMediaType } from "./media-types";
import { Problem } from "./problem";
import { type AppEnv, type Contract, type Endpoint, isIdempotent, isPublic } from "./route";

export interface MountOptions {
  /** Put before each path, e.g. `/api/v1`. */
  readonly base: string;
  /** Runs first on every route that is not public. */
  readonly authenticate: MiddlewareHandler<AppEnv>;
}

/**
 * Registers endpoints with the manners that follow from their contracts, in this order: authentication,
 * names in the query, body size and type, path and query validation, JSON body, idempotency, handler.
 */
export function mount(app: OpenAPIHono<AppEnv>, endpoints: readonly Endpoint[], options: MountOptions): void {
  for (const { contract } of endpoints) {
    app.openAPIRegistry.registerPath({ ...documented(contract), path: options.base + contract.path });
  }
  for (const { contract, handler } of endpoints.toSorted(byPath)) {
    const { body: _, ...request } = contract.request ?? {};
    const guards = isPublic(contract) ? [] : [options.authenticate];
    app.openapi(
      {
        ...contract,
        path: options.base + contract.path,
        request,
        hide: true, // documented above, with what the manners add
        middleware: [...guards, knownQuery(contract), bodyGuard(contract)],
      },
      mannered(contract, handler),
    );
  }
}

/** The first route that fits wins, so `/reports/latest` must come before `/reports/{id}`. */
function byPath(a: Endpoint, b: Endpoint): number {
  const theirs = b.contract.path.split("/");
  for (const [i, segment] of a.contract.path.split("/").entries()) {
    const order = Number(isParameter(segment)) - Number(isParameter(theirs[i] ?? ""));
    if (order !== 0) return order;
  }
  return 0;
}

const isParameter = (segment: string) => segment.startsWith("{");

const limitOf = (contract: Contract, env: ApiEnv) =>
  BODY_LIMITS[contract.bodyLimit ?? "json"](settingsOf(env));

/** Size and type of the body, as far as they can be judged before it is read. */
function bodyGuard(contract: Contract): MiddlewareHandler<AppEnv> {
  const { body } = contract.request ?? {};
  const accepted = Object.keys(body?.content ?? {});
  const isStreamed = accepted.length > 0 && jsonSchemaOf(contract) === undefined;
  return async (c, next) => {
    const limit = limitOf(contract, c.env);
    refuseDeclaredLength(c, limit);
    if (accepted.length > 0) requireMediaType(c, accepted);
    if (isStreamed && body?.required && !hasBody(c)) {
      throw new Problem("malformed_request", `The body is empty: send ${accepted.join(" or ")}.`);
    }
    if (isStreamed) limitStreamedBody(c, limit);
    await next();
  };
}

/** The handler behind its JSON body and its Idempotency-Key. */
function mannered(contract: Contract, handler: Handler<AppEnv>): Handler<AppEnv> {
  const schema = jsonSchemaOf(contract);
  const required = contract.request?.body?.required ?? false;
  return async (c, next) => {
    const body =
      schema && (isJson(essence(c.req.header("Content-Type"))) || !hasBody(c))
        ? await readJsonBody(c, {
            schema,
            required,
            limit: limitOf(contract, c.env),
            holdsData: contract.bodyLimit === "data",
            parse: contract.parseJson,
          })
        : undefined;
    const answer = async () => (await handler(c, next)) as Response;
    return isIdempotent(contract) ? answerOnce(c, contract, body, answer) : answer();
  };
}

function jsonSchemaOf(contract: Contract): z.ZodType | undefined {
  const media = contract.request?.body?.content["application/json"];
  const schema = media && "schema" in media ? media.schema : undefined;
  return schema instanceof z.ZodType ? schema : undefined;
}
