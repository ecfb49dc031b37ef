import { OpenAPIHono } from "@hono/zod-openapi";
import "./http/validation-messages";
import { datasetRoutes } from "./datasets/routes";
import { deliveryRoutes, unsubscribeRoutes } from "./delivery/routes";
import { fileRoutes } from "./files/routes";
import { saneAddress } from "./http/addresses";
import { deprecation, routedPath } from "./http/aliases";
import { answerError } from "./http/answer-problem";
import { openAnswer } from "./http/answers";
import { privateCaching } from "./http/caching";
import { crossOrigin } from "./http/cors";
import { fieldErrors } from "./http/field-errors";
import { answerUnrouted } from "./http/methods";
import { mount } from "./http/mount";
import { openApiHandler, registerComponents } from "./http/openapi";
import { invalid } from "./http/problem";
import { requestId } from "./http/request-id";
import type { AppEnv, Endpoint } from "./http/route";
import { securityHeaders } from "./http/security-headers";
import { serverTiming } from "./http/server-timing";
import { authenticate } from "./identity/authenticate";
import { identityRoutes } from "./identity/routes";
import { liveRoute } from "./live/routes/live";
import { operationRoutes } from "./ops/routes";
import { reportRoutes } from "./reports/routes";
import { templateRoutes } from "./reports/templates/routes";
import { livePorts, runState } from "./runs/ports";
import { runRoutes } from "./runs/routes";
import { scheduleRoutes } from "./schedules/routes";

/** Under /api/v1. */
const API_ROUTES: readonly Endpoint[] = [
  ...reportRoutes,
  ...templateRoutes,
  ...runRoutes,
  liveRoute(livePorts),
  ...datasetRoutes,
  ...scheduleRoutes,
  ...deliveryRoutes,
  ...identityRoutes,
  ...operationRoutes,
];
/** Without a base path: what links lead to. */
const ROOT_ROUTES: readonly Endpoint[] = [...fileRoutes(runState), ...unsubscribeRoutes];

/** The HTTP app: shared manners, then every feature's routes, then the OpenAPI document. */
export function createApp(apiRoutes = API_ROUTES, rootRoutes = ROOT_ROUTES) {
  const app = new OpenAPIHono<AppEnv>({
    getPath: routedPath,
    defaultHook: (result) => {
      if (!result.success) throw invalid(fieldErrors(result.error.issues, result.target));
    },
  });
  app.onError(answerError);
  app.notFound(answerUnrouted(app));
  app.use(
    requestId,
    serverTiming,
    securityHeaders,
    privateCaching,
    deprecation,
    crossOrigin,
    saneAddress,
    openAnswer,
  );

  mount(app, apiRoutes, { base: "/api/v1", authenticate });
  mount(app, rootRoutes, { base: "", authenticate });
  registerComponents(
    app,
    [...apiRoutes, ...rootRoutes].map(({ contract }) => contract),
  );
  app.get("/openapi.json", openApiHandler(app));
  for (const path of ["/", "/docs"]) app.get(path, (c) => c.redirect("/docs/"));
  return app;
}
