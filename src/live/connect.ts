import type { LiveStatus } from "./live-status";
import type { RunView } from "./protocol";

/**
 * Opens a socket to the watchers' object of a report and has it send the first message. The runs are read
 * after the socket is open: what happens meanwhile is then in one of the two, so nothing is lost.
 * The socket is neither accepted nor answered yet; messages wait in it. `user` is who watches.
 */
export async function connect(
  namespace: DurableObjectNamespace<LiveStatus>,
  { reportId, user, since }: { reportId: string; user: string; since: number | null },
  readRuns: () => Promise<RunView[]>,
): Promise<WebSocket> {
  const stub = namespace.getByName(reportId);
  const connection = crypto.randomUUID();
  const query = new URLSearchParams({ connection, user, ...(since !== null && { since: String(since) }) });
  const { webSocket } = await stub.fetch(`https://live/?${query}`, { headers: { Upgrade: "websocket" } });
  if (!webSocket) throw new Error("The live object did not open a socket.");
  try {
    await stub.welcome(connection, await readRuns());
    return webSocket;
  } catch (error) {
    webSocket.accept();
    webSocket.close(1011, "The runs could not be read.");
    throw error;
  }
}
