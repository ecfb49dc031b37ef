import { expect } from "vitest";

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON document; undefined when it is none. */
  readonly body: T;
}

export interface CallOptions {
  /** An object or a list goes as JSON; text, bytes and forms as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody who calls the API, under /api/v1 or at a whole address. Redirects are not followed. */
export class Caller {
  constructor(
    readonly origin: string,
    readonly token: string | null,
  ) {}

  get = <T>(path: string, options?: CallOptions) => this.call<T>("GET", path, options);
  post = <T>(path: string, body?: unknown, options?: CallOptions) =>
    this.call<T>("POST", path, { body, ...options });
  put = <T>(path: string, body?: unknown, options?: CallOptions) =>
    this.call<T>("PUT", path, { body, ...options });
  patch = <T>(path: string, body?: unknown, options?: CallOptions) =>
    this.call<T>("PATCH", path, { body, ...options });
  delete = <T>(path: string, options?: CallOptions) => this.call<T>("DELETE", path, options);

  async call<T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> {
    const response = await this.fetch(method, path, options);
    // Unlike text(), this keeps a byte order mark.
    const text = Buffer.from(await response.arrayBuffer()).toString("utf8");
    const isJson = /\bjson\b/.test(response.headers.get("Content-Type") ?? "");
    const body = (isJson && text !== "" ? JSON.parse(text) : undefined) as T;
    return { status: response.status, headers: response.headers, text, body };
  }

  /** The bare answer, for files and streams. */
  fetch(method: string, path: string, { body, headers = {} }: CallOptions = {}): Promise<Response> {
    const raw = isRaw(body);
    return steadyFetch(path.startsWith("http") ? path : `${this.origin}/api/v1${path}`, {
      method,
      redirect: "manual",
      headers: {
        Connection: "close", // a kept one may be closed while a test reads a large file
        ...(this.token !== null && { Authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && !raw && { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }),
    });
  }
}

/**
 * `fetch`, once more for a GET whose kept-alive connection the server closed at the same moment (RFC 9110 §9.2.2
 * lets clients repeat idempotent requests).
 */
export async function steadyFetch(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const closed =
      error instanceof TypeError && Reflect.get(Object(error.cause), "code") === "UND_ERR_SOCKET";
    if (!closed || (init.method ?? "GET") !== "GET") throw error;
    return await fetch(url, init);
  }
}

const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> | FormData =>
  typeof body === "string" || body instanceof Uint8Array || body instanceof FormData;

/** The JSON of an answer that must have this status. */
export function expectStatus<T>(answer: Answer<T>, status: number): T {
  expect(answer.status, answer.text).toBe(status);
  return answer.body;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: Record<string, string[]>;
  readonly request_id: string;
}

/** Asserts a problem (RFC 9457) as all problems here look, and gives it. */
export function expectProblem(
  answer: Answer<unknown>,
  status: number,
  code: string,
  fields: string[] = [],
): Problem {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers.get("Content-Type")).toMatch(/^application\/problem\+json/);
  const problem = answer.body as Problem;
  expect(problem).toMatchObject({ status, code });
  for (const text of [problem.type, problem.title, problem.detail]) expect(text).toMatch(/\S/);
  expect(problem.request_id).toBe(answer.headers.get("X-Request-Id"));
  expect(Object.keys(problem.errors ?? {}).toSorted()).toEqual(fields.toSorted());
  expect(answer.text, "nothing of the inside").not.toMatch(
    /\bat \S+:\d+:\d+|SQLITE|D1_ERROR|\bSELECT\b|node_modules/,
  );
  return problem;
}
