import { Problem } from "../http/problem";
import { chunks } from "./chunks";
import { type ObjectFacts, R2Sink, type StoredBytes } from "./multipart-sink";

/** Bytes as a request gives them, or as a parser of one does. */
export type ByteSource = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Streams a body of unknown length to R2, holding two parts of 5 MiB at most.
 * Throws `too_large` once more than `limit` bytes came. Whatever fails, the key stays as it was.
 */
export async function putStream(
  bucket: R2Bucket,
  key: string,
  body: ByteSource,
  { limit, ...facts }: ObjectFacts & { readonly limit: number },
): Promise<StoredBytes> {
  const sink = new R2Sink(bucket, key, facts);
  try {
    for await (const chunk of body instanceof ReadableStream ? chunks(body) : body) {
      if (sink.size + chunk.length > limit) {
        throw new Problem("too_large", `The file has more than the allowed ${limit} bytes.`);
      }
      await sink.write(chunk);
    }
    return await sink.finish();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
