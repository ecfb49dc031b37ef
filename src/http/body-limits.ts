import type { Context } from "hono";
import type { Settings } from "../env";
import { Problem } from "./problem";
import type { AppEnv } from "./route";

/** How large a body may be, in bytes, by kind of route. A contract names one of these. */
export const BODY_LIMITS = {
  json: (settings: Settings) => settings.MAX_JSON_BODY_BYTES,
  rows: (settings: Settings) => settings.MAX_ROWS_BODY_BYTES,
  /** Any JSON as the data of a report. */
  data: (settings: Settings) => settings.MAX_ROWS_BODY_BYTES,
  upload: (settings: Settings) => settings.MAX_UPLOAD_BYTES,
} as const;

export type BodyLimit = keyof typeof BODY_LIMITS;

/** 413 for a body whose declared length is over the limit, before any of it is read. */
export function refuseDeclaredLength(c: Context<AppEnv>, limit: number): void {
  const declared = Number(c.req.header("Content-Length") ?? 0);
  if (declared > limit) throw tooLarge(limit, declared);
}

/**
 * A body of unknown length is cut off where it passes the limit: its stream fails, and the answer is 413
 * whatever the reader makes of that failure. One of declared length is left as it is, so that it keeps it.
 */
export function limitStreamedBody(c: Context<AppEnv>, limit: number): void {
  const { raw } = c.req;
  if (raw.body === null || c.req.header("Content-Length") !== undefined) return;
  const counted = raw.body.pipeThrough(cutAt(limit, (problem) => c.set("bodyRefused", problem)));
  c.req.raw = new Request(raw, { body: counted });
}

function cutAt(limit: number, refuse: (problem: Problem) => void): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes <= limit) return controller.enqueue(chunk);
      const problem = tooLarge(limit);
      refuse(problem);
      controller.error(problem);
    },
  });
}

/** 413, with the limit in words. */
export function tooLarge(limit: number, declared?: number): Problem {
  const size = declared === undefined ? "" : ` This one has ${grouped(declared)}.`;
  return new Problem("too_large", `The body may have at most ${grouped(limit)} bytes.${size}`);
}

const grouped = (count: number) => count.toLocaleString("en-US");
