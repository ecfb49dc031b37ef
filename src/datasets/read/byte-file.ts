/** A stored file that can be read from its beginning, or any part of it. */
export interface ByteFile {
  readonly size: number;
  whole(): Promise<ReadableStream<Uint8Array>>;
  /** `length` bytes, at least one, from `offset`. */
  range(offset: number, length: number): Promise<ReadableStream<Uint8Array>>;
}

/** A small part of a file; fewer bytes when the file ends before. */
export async function bytesAt(file: ByteFile, offset: number, length: number): Promise<Uint8Array> {
  const end = Math.min(offset + length, file.size);
  if (end <= offset) return new Uint8Array();
  const stream = await file.range(offset, end - offset);
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return bytes.subarray(0, end - offset);
}
