import { pastPassingFailures } from "./passing-failure";

/** An R2 object that is read from its beginning or in parts, nothing of it held. */
export interface RangedObject {
  readonly size: number;
  whole(): Promise<ReadableStream<Uint8Array>>;
  /** `length` bytes, at least one, from `offset`. */
  range(offset: number, length: number): Promise<ReadableStream<Uint8Array>>;
}

/**
 * @param size of the object in bytes.
 * @param gone makes what is thrown when there is no such object.
 */
export function rangedObject(bucket: R2Bucket, key: string, size: number, gone: () => Error): RangedObject {
  const open = async (options?: R2GetOptions) => {
    const object = await pastPassingFailures(() => bucket.get(key, options));
    if (!object) throw gone();
    return (object as R2ObjectBody).body;
  };
  return {
    size,
    whole: () => open(),
    range: (offset, length) => open({ range: { offset, length } }),
  };
}
