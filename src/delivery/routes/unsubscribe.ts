import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { settingsOf } from "../../env";
import { notFound } from "../../http/problem";
import { type AppEnv, type Contract, defineRoute } from "../../http/route";
import { platformOf } from "../../platform";
import { unsubscribe } from "../email/unsubscribe";
import { openUnsubscribe, type Subscription } from "../email/unsubscribe-link";
import { askPage, donePage, PAGE_POLICY } from "../email/unsubscribe-page";

const contract = {
  path: "/unsubscribe/{token}",
  tags: ["Webhooks"],
  security: [],
  problems: ["not_found"],
  request: { params: z.object({ token: z.string().openapi({ description: "From an e-mail." }) }) },
  responses: { 200: { description: "A page.", content: { "text/html": { schema: z.string() } } } },
} as const satisfies Partial<Contract>;

/** `GET /unsubscribe/{token}`: asks, and changes nothing. */
export const askUnsubscribeRoute = defineRoute(
  { ...contract, method: "get", operationId: "askUnsubscribe", summary: "Look at an unsubscribe link" },
  async (c) => showPage(c, askPage((await subscriptionOf(c)).recipient)),
);

/** `POST /unsubscribe/{token}`: at once, whatever the body says (RFC 8058, section 3.1). */
export const unsubscribeRoute = defineRoute(
  {
    ...contract,
    method: "post",
    operationId: "unsubscribe",
    summary: "Stop a schedule's e-mails to one recipient",
    idempotent: false,
  },
  async (c) => {
    const subscription = await subscriptionOf(c);
    await unsubscribe(platformOf(c.env), subscription);
    return showPage(c, donePage(subscription.recipient));
  },
);

async function subscriptionOf(c: Context<AppEnv>): Promise<Subscription> {
  const subscription = await openUnsubscribe(settingsOf(c.env), c.req.param("token") ?? "", new Date());
  if (!subscription) throw notFound("link");
  return subscription;
}

const showPage = (c: Context<AppEnv>, html: string) =>
  c.html(html, 200, {
    "Content-Security-Policy": PAGE_POLICY,
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
  });
