import type { LiveMessage } from "./protocol";

/** What survives hibernation with a socket. Until it is welcomed it receives nothing. */
export interface Attachment {
  readonly welcomed: boolean;
  /** The last `seq` its client has seen, if it says so. */
  readonly since: number | null;
  /** The newest event when it was opened. */
  readonly opened: number;
}

export function attach(socket: WebSocket, attachment: Attachment): void {
  socket.serializeAttachment(attachment);
}

export function attachmentOf(socket: WebSocket): Attachment {
  return socket.deserializeAttachment() as Attachment;
}

/** A socket that cannot take a message is given up; its client comes back with `since`. */
export function send(socket: WebSocket, message: LiveMessage): void {
  try {
    socket.send(JSON.stringify(message));
  } catch {
    hangUp(socket, 1011);
  }
}

/** Codes that a peer reports but nobody may send: no code, lost, bad TLS (RFC 6455 §7.4.1). */
const UNSENDABLE = [1005, 1006, 1015];

/** The one way out, whichever side ended it. A close is answered with its own code. */
export function hangUp(socket: WebSocket, code: number): void {
  try {
    socket.close(UNSENDABLE.includes(code) ? 1000 : code);
  } catch {
    // It is closed already.
  }
}
