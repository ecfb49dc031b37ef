import type { ByteSink } from "../render/renderer";
import { chunks } from "./chunks";

/** Bytes between two rests: some tens of milliseconds of reading or rendering. */
const BYTES_BETWEEN = 1_000_000;

/**
 * Lets everything else of this isolate, and of the one process that local development is, have its turn.
 * Promises that are already settled do not: only a timer makes the event loop look for new requests.
 */
export const giveWay = (): Promise<void> => scheduler.wait(0);

/** The same sink, resting every megabyte; `onRest` is called each time. */
export function restingSink(sink: ByteSink, onRest: () => Promise<void>): ByteSink {
  const rest = restEvery(BYTES_BETWEEN);
  return {
    write: async (bytes) => {
      await sink.write(bytes);
      if (await rest(bytes.length)) await onRest();
    },
  };
}

/**
 * The same bytes in large chunks, resting every megabyte or as often as `bytesBetween` says. `onChunk` is called with
 * each chunk that is read, and what it throws ends the stream.
 */
export function restingStream(
  stream: ReadableStream<Uint8Array>,
  bytesBetween = BYTES_BETWEEN,
  onChunk: () => Promise<void> = async () => {},
): ReadableStream<Uint8Array> {
  const rest = restEvery(bytesBetween);
  const source = chunks(stream);
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { value, done } = await source.next();
        if (done) return controller.close();
        await onChunk();
        controller.enqueue(value.slice());
        await rest(value.length);
      },
      cancel: async () => {
        await source.return();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Counts bytes and rests when it is time; says whether it did. */
function restEvery(bytesBetween: number): (bytes: number) => Promise<boolean> {
  let since = 0;
  return async (bytes) => {
    since += bytes;
    if (since < bytesBetween) return false;
    since = 0;
    await giveWay();
    return true;
  };
}
