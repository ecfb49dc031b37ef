import type { Context } from "hono";
import type { Ctx } from "../context";
import { loggable } from "../db/query-error";
import { digestBody, drain } from "./body-digest";
import { requestFingerprint } from "./fingerprint";
import { claimKey, keepAnswer, releaseKey } from "./idempotency-store";
import type { IdempotencyRow } from "./idempotency-table";
import { essence, isJson } from "./media-types";
import { invalid, Problem } from "./problem";
import type { AppEnv, Contract } from "./route";
import { seal, unseal } from "./sealed";

/** An answer that D1 can hold in one value (2,000,000 bytes) once it is sealed, which makes it a third longer. */
const MAX_KEPT_BYTES = 1_400_000;
const KEPT_HEADERS = ["Content-Type", "ETag", "Location", "Retry-After"];

/**
 * Does a creating request once per `Idempotency-Key`, workspace, user and route. The same request again gets
 * the first answer with `Idempotency-Replayed: true`; another request with the key is 422; one whose first
 * is still running is 409. Only success is kept: a request that failed made nothing and may be sent again. While an
 * answer could not be kept, its key counts as running, until it is taken for dead.
 *
 * @param body the JSON body as sent, or undefined for a streamed one, which is known by its digest: that of the
 *   first request is there when it has been answered, that of a repeated one is taken by reading it.
 */
export async function answerOnce(
  c: Context<AppEnv>,
  { method, path, request }: Contract,
  body: unknown,
  answer: () => Promise<Response>,
): Promise<Response> {
  const key = c.req.header("Idempotency-Key");
  if (key === undefined) return answer();
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw invalid({ "Idempotency-Key": ["must have 1 to 255 printable ASCII characters"] });
  }
  const ctx = c.get("ctx");
  const fingerprint = requestFingerprint(c, body);
  const claim = { route: `${method.toUpperCase()} ${path}`, key, fingerprint, claim: crypto.randomUUID() };
  const isStreamed = body === undefined && request?.body !== undefined;
  const digest = isStreamed ? digestBody(c) : null;
  const withDigest = () => (digest ? `${fingerprint}:${digest.hex()}` : fingerprint);
  const earlier = await claimKey(ctx, claim);
  if (earlier) {
    const isAnswered = earlier.status !== null;
    if (digest && isAnswered) await drain(c);
    return await replay(ctx, earlier, isAnswered ? withDigest() : fingerprint);
  }
  const release = () => releaseKey(ctx, claim).catch(logged(ctx, "idempotency_key_not_released"));
  const response = await answer().catch(async (error: unknown) => {
    await release();
    throw error;
  });
  if (!response.ok) {
    await release();
    return response;
  }
  const text = isJson(essence(response.headers.get("Content-Type") ?? undefined))
    ? await response.text()
    : null;
  const kept = {
    fingerprint: withDigest(),
    status: response.status,
    headers: keptHeaders(response.headers),
    // Sealed, because an answer may show a secret that is shown once.
    body:
      text !== null && byteLength(text) <= MAX_KEPT_BYTES
        ? await seal(ctx.settings, claim.claim, text)
        : null,
  };
  // The work is done, so its answer goes out whether it can be kept or not.
  await keepAnswer(ctx, claim, kept)
    .catch(() => keepAnswer(ctx, claim, kept))
    .catch(logged(ctx, "idempotent_answer_not_kept"));
  return text === null ? response : new Response(text, response);
}

async function replay({ settings }: Ctx, row: IdempotencyRow, fingerprint: string): Promise<Response> {
  if (row.fingerprint !== fingerprint) {
    throw new Problem("idempotency_key_reused", "Send another Idempotency-Key with another request.");
  }
  if (row.status === null) {
    throw new Problem("request_in_progress", "Its answer will be here in a moment.", {
      headers: { "Retry-After": "2" },
    });
  }
  const headers = new Headers(row.headers ?? {});
  const body = row.body === null ? null : await unseal(settings, row.claim, row.body);
  if (body === null && headers.has("Content-Type")) {
    throw new Problem("conflict", "It was done, but its answer is not kept: read what it made.");
  }
  headers.set("Idempotency-Replayed", "true");
  return new Response(body, { status: row.status, headers });
}

const logged =
  ({ requestId }: Ctx, event: string) =>
  (error: unknown): void =>
    console.error({ event, request_id: requestId, error: loggable(error) });

const keptHeaders = (headers: Headers) =>
  Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? ""]] : [])),
  );

const byteLength = (text: string) => new TextEncoder().encode(text).byteLength;
