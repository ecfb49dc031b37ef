import { env } from "cloudflare:workers";
import { connect } from "../../src/live/connect";
import type { EventMessage, LiveMessage, RunView, SnapshotMessage } from "../../src/live/protocol";

/** One run of the tests. */
export function runOf(
  id: string,
  status = "running",
  percent = 0,
  more: Record<string, unknown> = {},
): RunView {
  return { id, status, progress: { percent }, ...more };
}

/** One end of a live socket, which keeps what it received. */
export class Watch {
  readonly received: string[] = [];
  closed: { code: number; reason: string } | null = null;
  #taken = 0;
  #wake: () => void = () => {};

  constructor(readonly socket: WebSocket) {
    socket.addEventListener("message", ({ data }) => {
      this.received.push(String(data));
      this.#wake();
    });
    socket.addEventListener("close", ({ code, reason }) => {
      this.closed = { code, reason };
      this.#wake();
    });
    socket.accept();
  }

  /** The next text, in the order of arrival. */
  async text(): Promise<string> {
    await this.until(() => this.received.length > this.#taken);
    return this.received[this.#taken++] ?? "";
  }

  async message(): Promise<LiveMessage> {
    return JSON.parse(await this.text()) as LiveMessage;
  }

  async snapshot(): Promise<SnapshotMessage> {
    const message = await this.message();
    if (message.type !== "snapshot") throw new Error(`a ${message.type} came where a snapshot was due`);
    return message;
  }

  async event(): Promise<EventMessage> {
    const message = await this.message();
    if (message.type === "snapshot") throw new Error("a second snapshot came");
    return message;
  }

  /** The messages that have arrived and were not taken, once everything sent before now has arrived. */
  async rest(): Promise<LiveMessage[]> {
    const before = this.received.length;
    this.socket.send("ping");
    await this.until(() => this.received.indexOf("pong", before) >= 0);
    const texts = this.received.slice(this.#taken);
    this.#taken = this.received.length;
    return texts.filter((text) => text !== "pong").map((text) => JSON.parse(text) as LiveMessage);
  }

  /** Waits for a message or the end, until the condition holds. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.closed) throw new Error(`closed with ${this.closed.code}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async end(): Promise<{ code: number; reason: string }> {
    while (!this.closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.closed;
  }
}

/** Watches a report whose runs in D1 are these. */
export async function watch(
  reportId: string,
  runs: readonly RunView[] = [],
  since: number | null = null,
  user = "usr_ann",
): Promise<Watch> {
  return new Watch(await connect(env.LIVE, { reportId, user, since }, async () => [...runs]));
}
