import { exports } from "cloudflare:workers";

export const ORIGIN = "https://reports.test";

export interface CallOptions {
  readonly token?: string;
  /** An object is sent as JSON; text, bytes, forms and streams as they are. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A request to the API, as a client would make it. Redirects are not followed. */
export const call = (method: string, path: string, options?: CallOptions): Promise<Response> =>
  exports.default.fetch(requestOf(method, path, options));

/** The request alone, for another app than the API's own. */
export function requestOf(
  method: string,
  path: string,
  { token, body, headers = {} }: CallOptions = {},
): Request {
  const raw = isRaw(body) ? body : undefined;
  const json = raw === undefined && body !== undefined ? JSON.stringify(body) : undefined;
  return new Request(ORIGIN + path, {
    method,
    redirect: "manual",
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(json !== undefined && { "Content-Type": "application/json" }),
      ...headers,
    },
    body: raw ?? json,
  });
}

type Raw = string | Uint8Array<ArrayBuffer> | ReadableStream | FormData;

const isRaw = (body: unknown): body is Raw =>
  typeof body === "string" ||
  body instanceof Uint8Array ||
  body instanceof ReadableStream ||
  body instanceof FormData;
