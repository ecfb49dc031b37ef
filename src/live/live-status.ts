import { DurableObject } from "cloudflare:workers";
import { attach, attachmentOf, hangUp, send } from "./connection";
import { EventLog } from "./event-log";
import { type EventMessage, type EventType, furtherOf, isOver, newsOf, type RunView } from "./protocol";

/** How long events are kept for those who come back. */
const KEPT_MS = 24 * 3600 * 1000;
/** Sockets of one user; of more the oldest is let go: it was likely forgotten. */
const MOST_OF_ONE_USER = 20;
/** Policy violation (RFC 6455 §7.4.1). */
const TOO_MANY = 1008;
/** A socket's tag takes 256 characters. */
const LONGEST_USER = 200;
/** Watchers have nothing to say but `ping`. */
const LONGEST_MESSAGE = 1_024;

/**
 * Those who watch one report. It holds their sockets while they sleep, numbers what happens and passes it on;
 * it decides nothing and reads nothing: the API Worker lets watchers in and hands it the runs from D1.
 */
export class LiveStatus extends DurableObject {
  readonly #log = new EventLog(this.ctx.storage.sql);
  #alarmIsSet = false;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** Opens a socket of `?user=` under the name `?connection=`; it stays silent until `welcome`. */
  override fetch(request: Request): Response {
    const { searchParams } = new URL(request.url);
    const since = searchParams.get("since");
    const user = `user:${(searchParams.get("user") ?? "").slice(0, LONGEST_USER)}`;
    const open = this.ctx.getWebSockets(user).filter(({ readyState }) => readyState === WebSocket.OPEN);
    if (open[0] && open.length >= MOST_OF_ONE_USER) hangUp(open[0], TOO_MANY);
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, [searchParams.get("connection") ?? "", user]);
    attach(server, {
      welcomed: false,
      since: since === null ? null : Number(since),
      opened: this.#log.last(),
    });
    return new Response(null, { status: 101, webSocket: client });
  }

  /**
   * Sends the first message and lets events through. `runs` were read from D1 after the socket was opened, so
   * whatever they miss has come in here since: nothing is lost between the two, and nothing comes twice.
   */
  async welcome(connection: string, runs: RunView[]): Promise<void> {
    for (const run of runs) await this.#heal(run);
    const [socket] = this.ctx.getWebSockets(connection);
    if (!socket) return;
    const { since, opened } = attachmentOf(socket);
    const missed = since === null ? null : this.#log.after(since);
    if (since !== null && missed) {
      send(socket, {
        type: "snapshot",
        seq: since,
        runs: this.#asOf(since, missed, this.#present(since, runs)),
      });
      for (const event of missed) send(socket, event);
    } else {
      send(socket, { type: "snapshot", seq: this.#log.last(), runs: this.#present(opened, runs) });
    }
    attach(socket, { welcomed: true, since: null, opened });
  }

  /** Tells every watcher, unless they know better or have just been told. */
  async publish(type: EventType, run: RunView): Promise<void> {
    const now = Date.now();
    const news = newsOf(this.#log.known(run.id), type, run, now);
    if (!news) return;
    const event = this.#log.append(type, news, now);
    for (const socket of this.ctx.getWebSockets()) {
      if (attachmentOf(socket).welcomed) send(socket, event);
    }
    await this.#wakeLater(now);
  }

  /** There is always one alarm while there is something to forget; this life of the object looks once. */
  async #wakeLater(now: number): Promise<void> {
    if (this.#alarmIsSet) return;
    this.#alarmIsSet = true;
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(now + KEPT_MS);
  }

  override async alarm(): Promise<void> {
    const now = Date.now();
    this.#alarmIsSet = false;
    const more = this.#log.forgetBefore(now - KEPT_MS);
    if (more) await this.ctx.storage.setAlarm(now + KEPT_MS);
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    const length = typeof message === "string" ? message.length : message.byteLength;
    if (length > LONGEST_MESSAGE) hangUp(socket, 1009);
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    hangUp(socket, code);
  }

  override webSocketError(socket: WebSocket): void {
    hangUp(socket, 1011);
  }

  /** D1 says that a run is over and its watchers were never told: a publication got lost. */
  async #heal(run: RunView): Promise<void> {
    const known = this.#log.known(run.id);
    if (!known || isOver(known.run.status)) return;
    const { status } = run;
    if (status === "completed" || status === "failed" || status === "cancelled")
      await this.publish(status, run);
  }

  /** The runs of D1 as far as this object knows better, and before them those that D1 did not have yet. */
  #present(after: number, runs: readonly RunView[]): RunView[] {
    const listed = new Set(runs.map(({ id }) => id));
    const newer = this.#log.changedAfter(after).filter(({ id }) => !listed.has(id));
    const current = runs.map((run) => {
      const known = this.#log.known(run.id);
      return known ? furtherOf(known.run, run) : run;
    });
    return [...newer, ...current];
  }

  /** Takes the missed events back out of the present; a run that began later stands as it began. */
  #asOf(seq: number, missed: readonly EventMessage[], present: readonly RunView[]): RunView[] {
    const first = new Map(missed.toReversed().map(({ run }) => [run.id, run]));
    return present.map((run) => {
      const began = first.get(run.id);
      return began ? (this.#log.stateAt(run.id, seq) ?? began) : run;
    });
  }
}
