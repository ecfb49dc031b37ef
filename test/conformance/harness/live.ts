import WebSocket from "ws";
import type { Run } from "./shapes";

/** What a watcher of a report is told. */
export type LiveMessage =
  | { readonly type: "snapshot"; readonly seq: number; readonly runs: Run[] }
  | {
      readonly type: "queued" | "progress" | "completed" | "failed" | "cancelled";
      readonly seq: number;
      readonly run: Run;
    };

export interface Watcher {
  readonly messages: LiveMessage[];
  /** Every text that came, JSON or not. */
  readonly texts: string[];
  send(text: string): void;
  close(): void;
}

/** Opens a WebSocket. Fails with `refused by <status>` when the server does not upgrade. */
export function watch(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Watcher> {
  const socket = new WebSocket(url.replace(/^http/, "ws"), { headers });
  const texts: string[] = [];
  const messages: LiveMessage[] = [];
  socket.on("message", (data) => {
    const text = String(data);
    texts.push(text);
    if (text.startsWith("{")) messages.push(JSON.parse(text) as LiveMessage);
  });
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("unexpected-response", (_, response) => {
      reject(new Error(`refused by ${response.statusCode}`));
      socket.terminate();
    });
    socket.once("open", () =>
      resolve({ messages, texts, send: (text) => socket.send(text), close: () => socket.terminate() }),
    );
  });
}

export interface ServerSentEvent {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

/** Server-sent events (WHATWG HTML, section 9.2) until one of them will do. */
export async function eventsUntil(
  response: Response,
  done: (event: ServerSentEvent) => boolean,
): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event === null) continue;
      events.push(event);
      if (done(event)) return events;
    }
  }
  throw new Error(`the stream ended after ${JSON.stringify(events).slice(0, 500)}`);
}

function parseEvent(block: string): ServerSentEvent | null {
  const lines = block.split("\n").map((line) => /^([a-z]+): ?(.*)$/.exec(line) ?? []);
  const value = (name: string) => lines.filter(([, field]) => field === name).map(([, , text = ""]) => text);
  const data = value("data");
  if (data.length === 0) return null; // a comment or `retry`
  return { id: value("id")[0] ?? null, event: value("event")[0] ?? "message", data: data.join("\n") };
}
