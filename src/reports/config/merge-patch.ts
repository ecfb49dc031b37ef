type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Lays a patch over a value as RFC 7396 (JSON Merge Patch) says: objects are merged key by key, null removes a
 * key, anything else takes the place of what was there. Neither value is changed.
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
