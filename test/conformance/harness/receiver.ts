import { createServer } from "node:http";
import { onTestFinished } from "vitest";

/** What somebody was posted. */
export interface Posted {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Event {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly id: string };
}

export interface Receiver {
  readonly url: string;
  readonly posted: Posted[];
  /** What was posted, as events. */
  events(): Event[];
}

/**
 * Somebody else's server on this machine, until the test is over. `answer` gives the status, and headers if there
 * are any, for each post; `count` tells how many came before it.
 */
export async function openReceiver(
  answer: (posted: Posted, count: number) => [status: number, headers?: Record<string, string>] = () => [200],
): Promise<Receiver> {
  const posted: Posted[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, `${value}`]),
    );
    const one = { path: request.url ?? "", headers, body: Buffer.concat(chunks).toString() };
    const [status, more] = answer(one, posted.length);
    posted.push(one);
    response.writeHead(status, { Connection: "close", ...more }).end(`answered ${status}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    posted,
    events: () => posted.map(({ body }) => JSON.parse(body) as Event),
  };
}
