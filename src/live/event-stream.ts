import type { LiveMessage } from "./protocol";

/** Proxies give up on a silent connection after 15 s at the earliest. */
const HEARTBEAT_MS = 10_000;
/** A reader this many messages behind is let go; it comes back with `Last-Event-ID`. */
const LONGEST_QUEUE = 256;

/**
 * The messages of a live socket as server-sent events (WHATWG HTML §9.2): `id` is `seq`, `event` is `type`,
 * `data` the whole message. A comment goes out while nothing happens. The stream stays open after the last
 * run ended, since a report may be generated again; it ends when the socket does.
 */
export function eventStream(socket: WebSocket, heartbeatMs = HEARTBEAT_MS): Response {
  const encoder = new TextEncoder();
  let heartbeat: ReturnType<typeof setInterval> | undefined;

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = () => {
          clearInterval(heartbeat);
          socket.close(1000);
          try {
            controller.close();
          } catch {
            // The reader has ended it already.
          }
        };
        const write = (text: string) => {
          if ((controller.desiredSize ?? 0) <= 0) return end();
          controller.enqueue(encoder.encode(text));
        };
        socket.addEventListener("message", ({ data }) => write(eventOf(String(data))));
        socket.addEventListener("close", end);
        socket.addEventListener("error", end);
        write("retry: 2000\n\n");
        heartbeat = setInterval(() => write(": still here\n\n"), heartbeatMs);
        socket.accept();
      },
      cancel() {
        clearInterval(heartbeat);
        socket.close(1000);
      },
    },
    { highWaterMark: LONGEST_QUEUE },
  );
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-cache, no-transform",
      // Compression, at the edge or in a proxy, would hold messages back.
      "Content-Encoding": "identity",
      "X-Accel-Buffering": "no",
    },
  });
}

function eventOf(text: string): string {
  const { type, seq } = JSON.parse(text) as LiveMessage;
  return `id: ${seq}\nevent: ${type}\ndata: ${text}\n\n`;
}
