import { createHmac, hkdfSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { settingsOf } from "../../src/env";
import { fileUrl, signLink, verifyLink } from "../../src/files/link";
import { openToken, signToken } from "../../src/http/signed-token";

const settings = settingsOf({ AUTH_SECRET: "a secret of thirty-two characters" });
const others = settingsOf({ AUTH_SECRET: "another secret of the same length" });
const now = new Date("2026-11-21T03:00:00Z");
const expiresAt = new Date("2026-11-21T04:00:00Z");
const link = { workspaceId: "acme/ö", runId: "run_01", format: "pdf" } as const;

const verified = (token: string, at = now) => verifyLink(settings, token, at);

describe("J4: a signed link", () => {
  it("names what it opens", async () => {
    expect(await verified(await signLink(settings, { ...link, expiresAt }))).toEqual(link);
  });

  it("is an absolute address with a token that needs no escaping", async () => {
    const url = await fileUrl(settings, "https://reports.example.com", { ...link, expiresAt });
    expect(url).toMatch(/^https:\/\/reports\.example\.com\/d\/[\w-]+\.[\w-]{43}$/);
  });

  it("is signed with a key of its own, HKDF and HMAC as RFC 5869 and RFC 2104 have them", async () => {
    const [payload = "", tag] = (await signLink(settings, { ...link, expiresAt })).split(".");
    const key = hkdfSync(
      "sha256",
      settings.AUTH_SECRET,
      new Uint8Array(32),
      "edge-reports/download-link/1",
      32,
    );
    expect(tag).toBe(createHmac("sha256", new Uint8Array(key)).update(payload).digest("base64url"));
  });

  it("U24: ends at its second, and says so", async () => {
    const token = await signLink(settings, { ...link, expiresAt });
    expect(await verified(token, new Date(expiresAt.getTime() - 1))).toEqual(link);
    await expect(verified(token, expiresAt)).rejects.toMatchObject({
      code: "gone",
      detail: "This link ended at 2026-11-21T04:00:00Z. Ask for a new one.",
    });
  });

  it("is nothing once any character of it is changed, dropped or added", async () => {
    const token = await signLink(settings, { ...link, expiresAt });
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === "A" ? "B" : "A";
      for (const changed of [
        token.slice(0, at) + other + token.slice(at + 1),
        token.slice(0, at) + token.slice(at + 1),
        `${token.slice(0, at)}A${token.slice(at)}`,
      ]) {
        await expect(verified(changed), changed).rejects.toMatchObject({ code: "not_found" });
      }
    }
  });

  it("has one spelling: the unused bits of its last character count", async () => {
    const token = await signLink(settings, { ...link, expiresAt });
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const last = alphabet.indexOf(token.slice(-1));
    const twin = token.slice(0, -1) + alphabet.charAt(last ^ 1); // the same bytes to a lenient reader
    await expect(verified(twin)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is nothing under another secret, for another purpose, or without a signature", async () => {
    const [payload = "", tag = ""] = (await signLink(settings, { ...link, expiresAt })).split(".");
    const claims = [link.workspaceId, link.runId, link.format];
    const forgeries = [
      await signLink(others, { ...link, expiresAt }),
      await signToken(settings, "live-ticket", expiresAt, claims),
      payload,
      `${payload}.`,
      `.${tag}`,
      ".",
      "",
      "..",
      `${payload}.${tag}.${tag}`,
      `${payload}.${tag}=`,
      `${payload}.${"A".repeat(43)}`,
      "x".repeat(100_000),
      "%00",
      "💥.💥",
    ];
    for (const token of forgeries)
      await expect(verified(token), token).rejects.toMatchObject({ code: "not_found" });
  });

  it("does not tell a forger whether a link has expired", async () => {
    const token = await signLink(others, { ...link, expiresAt: new Date(0) });
    await expect(verified(token)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is nothing when we signed something that is no file", async () => {
    for (const claims of [
      [],
      ["acme", "run_01"],
      ["acme", "run_01", "exe"],
      ["acme", "run_01", "pdf", "once", "more"],
    ]) {
      const token = await signToken(settings, "download-link", expiresAt, claims);
      await expect(verified(token)).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

describe("signed tokens", () => {
  it("tell forged, expired and valid apart", async () => {
    const token = await signToken(settings, "live-ticket", expiresAt, ["a"]);
    expect(await openToken(settings, "live-ticket", token, now)).toEqual({ state: "valid", claims: ["a"] });
    expect(await openToken(settings, "live-ticket", token, expiresAt)).toEqual({
      state: "expired",
      expires: expiresAt,
    });
    expect(await openToken(settings, "download-link", token, now)).toEqual({ state: "forged" });
  });
});
