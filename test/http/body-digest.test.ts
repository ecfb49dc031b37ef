import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { BodyDigest } from "../../src/http/body-digest";

const bytes = (text: string) => new TextEncoder().encode(text);
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** The digest of a text that comes in pieces of this size. */
function digestOf(text: string, size: number, boundary: string | null): string {
  const digest = new BodyDigest(boundary);
  const all = bytes(text);
  for (let at = 0; at < all.length; at += size) digest.update(all.subarray(at, at + size));
  return digest.hex();
}

describe("the digest of a body", () => {
  it.each([1, 2, 3, 5, 8, 1000])("is that of all its bytes, in pieces of %i", (size) => {
    expect(digestOf("a,b\n1,2\n", size, null)).toBe(sha256("a,b\n1,2\n"));
  });

  it.each([1, 2, 3, 5, 8, 1000])("leaves out the boundary wherever it is cut, in pieces of %i", (size) => {
    const form = "--XYZ\r\none XY\r\n--XYZ\r\nXYXYZZ two\r\n--XYZ--";
    expect(digestOf(form, size, "XYZ")).toBe(sha256(form.replaceAll("XYZ", "")));
  });

  it("of nothing is that of nothing", () => {
    expect(new BodyDigest("XYZ").hex()).toBe(sha256(""));
    expect(new BodyDigest(null).hex()).toBe(sha256(""));
  });
});
