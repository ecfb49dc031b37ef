import { Response } from "miniflare";

/**
 * The world outside the Worker, in Node: whatever it fetches comes here. `receiver.test` takes webhooks; a test tells
 * it what to answer and asks what it got. Everything else is unreachable, so no test leaves this machine.
 *
 * `PUT /script/{box}` a list of answers, of which the last repeats; `POST /in/{box}` takes the next; `GET /seen/{box}`.
 */
export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly delayMs?: number;
}

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

interface Incoming {
  readonly url: string;
  readonly method: string;
  readonly headers: Iterable<[string, string]>;
  text(): Promise<string>;
}

const scripts = new Map<string, Answer[]>();
const seen = new Map<string, Seen[]>();

export async function outside(request: Incoming): Promise<Response> {
  const { hostname, pathname } = new URL(request.url);
  const [, verb, box = ""] = pathname.split("/");
  if (hostname !== "receiver.test") throw new Error(`nothing is at ${hostname}`);
  if (verb === "seen") return Response.json(seen.get(box) ?? []);
  const body = await request.text();
  if (verb === "script") {
    scripts.set(box, JSON.parse(body) as Answer[]);
    return new Response(null, { status: 204 });
  }
  const headers = Object.fromEntries(request.headers);
  seen.set(box, [...(seen.get(box) ?? []), { method: request.method, url: request.url, headers, body }]);
  return await answered(scripts.get(box) ?? [{ status: 200 }]);
}

async function answered(script: Answer[]): Promise<Response> {
  const answer = (script.length > 1 ? script.shift() : script[0]) ?? { status: 200 };
  if (answer.delayMs) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
  return new Response(answer.body ?? null, { status: answer.status, headers: answer.headers ?? {} });
}
