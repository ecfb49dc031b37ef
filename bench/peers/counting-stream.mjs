import { Writable } from "node:stream";

/** A stream that throws away what it gets, and says how much it was. */
export function countingStream() {
  const stream = new Writable({
    write(chunk, _, done) {
      stream.bytes += chunk.length;
      done();
    },
  });
  stream.bytes = 0;
  return stream;
}
