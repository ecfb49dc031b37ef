import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { notFound } from "../../http/problem";
import { type AppEnv, type Contract, defineRoute } from "../../http/route";
import { requestPlatform } from "../../identity/request-context";
import { resubscribe, unsubscribe } from "../email/unsubscribe";
import { openUnsubscribe, type Subscription } from "../email/unsubscribe-link";
import { askPage, donePage, PAGE_POLICY, undonePage } from "../email/unsubscribe-page";

const params = z.object({ token: z.string().openapi({ description: "From an e-mail." }) });

const contract = {
  path: "/unsubscribe/{token}",
  tags: ["Schedules"],
  security: [],
  problems: ["not_found"],
  responses: { 200: { description: "A page.", content: { "text/html": { schema: z.string() } } } },
} as const satisfies Partial<Contract>;

/** `GET /unsubscribe/{token}`: asks, and changes nothing. */
export const askUnsubscribeRoute = defineRoute(
  {
    ...contract,
    method: "get",
    operationId: "askUnsubscribe",
    summary: "Look at an unsubscribe link",
    request: { params },
  },
  async (c) => showPage(c, askPage((await subscriptionOf(c)).recipient)),
);

/** `POST /unsubscribe/{token}`: at once, whatever the body says (RFC 8058, section 3.1); `?undo=true` takes it back. */
export const unsubscribeRoute = defineRoute(
  {
    ...contract,
    method: "post",
    operationId: "unsubscribe",
    summary: "Stop a schedule's e-mails to one recipient",
    idempotent: false,
    request: { params, query: z.object({ undo: z.literal("true").optional() }) },
  },
  async (c) => {
    const subscription = await subscriptionOf(c);
    const isUndone = c.req.valid("query").undo !== undefined;
    const [change, page] = isUndone ? [resubscribe, undonePage] : [unsubscribe, donePage];
    await change(requestPlatform(c), subscription, c.get("requestId"));
    return showPage(c, page(subscription.recipient));
  },
);

async function subscriptionOf(c: Context<AppEnv>): Promise<Subscription> {
  const { settings, now } = requestPlatform(c);
  const subscription = await openUnsubscribe(settings, c.req.param("token") ?? "", now());
  if (!subscription) throw notFound("link");
  return subscription;
}

const showPage = (c: Context<AppEnv>, html: string) =>
  c.html(html, 200, {
    "Content-Security-Policy": PAGE_POLICY,
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
  });
