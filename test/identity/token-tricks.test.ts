import { base64url, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import { call, claimsFor, expectProblem, newWorkspace, signed } from "../support";

const now = () => Math.floor(Date.now() / 1000);
const claims = (changes: Record<string, unknown> = {}) => ({
  ...claimsFor({ workspace: newWorkspace().id }),
  ...changes,
});
const without = (claim: string) => claims({ [claim]: undefined });
const segment = (value: unknown) => base64url.encode(JSON.stringify(value));
const SECRET = new TextEncoder().encode("a test secret that is long enough for HS256");

/** HS256 with the right secret, under a header of one's own. */
const withHeader = async (header: Record<string, unknown>) => {
  const signingInput = `${segment(header)}.${segment(claims())}`;
  const key = await crypto.subtle.importKey("raw", SECRET, { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(signingInput));
  return `${signingInput}.${base64url.encode(new Uint8Array(signature))}`;
};

const rs256 = async (header: Record<string, unknown> = {}) => {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = await exportJWK(publicKey);
  return new SignJWT(claims()).setProtectedHeader({ alg: "RS256", jwk, ...header }).sign(privateKey);
};

/** The middle of a good token exchanged for other claims, under the good signature. */
const altered = async (changes: Record<string, unknown>) => {
  const [header, , signature] = (await signed(claims({ role: "viewer" }))).split(".");
  return `${header}.${segment(claims(changes))}.${signature}`;
};

const TRICKS: [what: string, token: () => string | Promise<string>][] = [
  ["garbage", () => "garbage"],
  ["three empty parts", () => ".."],
  ["no signature (alg none)", () => new UnsecuredJWT(claims()).encode()],
  ["alg none with a signature", () => withHeader({ alg: "none" })],
  ["alg None, spelled otherwise", () => withHeader({ alg: "None" })],
  ["alg hs256, in lower case", () => withHeader({ alg: "hs256" })],
  ["no alg", () => withHeader({ typ: "JWT" })],
  [
    "HS512 with the right secret",
    () => new SignJWT(claims()).setProtectedHeader({ alg: "HS512" }).sign(SECRET),
  ],
  ["another secret", () => signed(claims(), "another secret that is long enough for HS256")],
  ["an empty signature", async () => (await signed(claims())).replace(/\.[^.]*$/, ".")],
  ["altered claims", () => altered({ role: "admin" })],
  ["a key of its own (jwk)", () => rs256()],
  ["a key by URL (jku)", () => rs256({ jku: "https://evil.test/keys.json", jwk: undefined })],
  ["a certificate by URL (x5u)", () => rs256({ x5u: "https://evil.test/cert.pem", jwk: undefined })],
  [
    "the public key as secret",
    async () => {
      const { publicKey } = await generateKeyPair("RS256", { extractable: true });
      return signed(claims(), await exportSPKI(publicKey));
    },
  ],
  ["an unknown critical extension", () => withHeader({ alg: "HS256", crit: ["exp2"], exp2: 1 })],
  ["an unencoded payload", () => withHeader({ alg: "HS256", crit: ["b64"], b64: false })],
  ["another audience", () => signed(claims({ aud: "another-service" }))],
  ["no audience", () => signed(without("aud"))],
  ["no expiry", () => signed(without("exp"))],
  ["an expiry in words", () => signed(claims({ exp: "never" }))],
  ["an expiry an hour ago", () => signed(claims({ exp: now() - 3600 }))],
  ["an expiry a second ago", () => signed(claims({ exp: now() - 1 }))],
  ["validity from a minute hence", () => signed(claims({ nbf: now() + 60 }))],
  ["issue in a minute", () => signed(claims({ iat: now() + 60 }))],
  ["no subject", () => signed(without("sub"))],
  ["an empty subject", () => signed(claims({ sub: "" }))],
  ["an overlong subject", () => signed(claims({ sub: "a".repeat(256) }))],
  ["a subject with a line break", () => signed(claims({ sub: "a\nb" }))],
  ["a workspace without a role", () => signed(without("role"))],
  ["an unknown role", () => signed(claims({ role: "root" }))],
  ["a workspace that is a path", () => signed(claims({ workspace_id: "../other" }))],
  ["an unknown role among its workspaces", () => signed(claims({ workspaces: { w: "root" } }))],
  ["more than 8 KB", () => signed(claims({ padding: "x".repeat(8_192) }))],
  ["five parts (an encrypted one)", () => "a.b.c.d.e"],
];

describe("G8: a token", () => {
  it.each(TRICKS)("with %s is 401", async (_, token) => {
    const response = await call("GET", "/api/v1/auth/me", { token: await token() });
    expect(response.headers.get("WWW-Authenticate")).toMatch(
      /^Bearer realm="edge-reports", error="invalid_token"/,
    );
    const { detail } = await expectProblem(response, "unauthorized");
    expect(detail).not.toContain("secret");
  });

  it.each([
    ["no header", {}],
    ["an empty one", { Authorization: "" }],
  ] as [string, Record<string, string>][])("is asked for with %s", async (_, headers) => {
    const response = await call("GET", "/api/v1/auth/me", { headers });
    expect(response.headers.get("WWW-Authenticate")).toMatch(/^Bearer realm="edge-reports"/);
    await expectProblem(response, "unauthorized");
  });

  it.each([
    ["Basic", (token: string) => `Basic ${token}`],
    ["no scheme", (token: string) => token],
    ["two tokens", (token: string) => `Bearer ${token}, Bearer ${token}`],
    ["two tokens after one scheme", (token: string) => `Bearer ${token} ${token}`],
    ["the scheme alone", () => "Bearer"],
    ["a tab", (token: string) => `Bearer\t${token}`],
  ])("under %s is 401", async (_, header) => {
    const Authorization = header(await signed(claims()));
    await expectProblem(await call("GET", "/api/v1/auth/me", { headers: { Authorization } }), "unauthorized");
  });

  it("in two headers is 401", async () => {
    const token = await signed(claims());
    const headers = new Headers([
      ["Authorization", `Bearer ${token}`],
      ["Authorization", `Bearer ${token}`],
    ]);
    await expectProblem(
      await call("GET", "/api/v1/auth/me", { headers: Object.fromEntries(headers) }),
      "unauthorized",
    );
  });

  it("in the query is not looked at", async () => {
    const token = await signed(claims());
    await expectProblem(
      await call("GET", `/api/v1/auth/me?access_token=${token}&token=${token}`),
      "unauthorized",
    );
  });

  it.each(["Bearer", "bearer", "BEARER", "Token", "token"])("G8: is accepted as %s", async (scheme) => {
    const Authorization = `${scheme} ${await signed(claims())}`;
    expect((await call("GET", "/api/v1/auth/me", { headers: { Authorization } })).status).toBe(200);
  });

  it.each([
    ["clocks differ by less than half a minute", { nbf: 20, iat: 20 }],
    ["it expires in a moment", { exp: 5 }],
  ])("is accepted though %s", async (_, times) => {
    const shifted = Object.fromEntries(
      Object.entries(times).map(([claim, seconds]) => [claim, now() + seconds]),
    );
    expect((await call("GET", "/api/v1/auth/me", { token: await signed(claims(shifted)) })).status).toBe(200);
  });

  it("for several audiences is accepted when ours is among them", async () => {
    const token = await signed(claims({ aud: ["another-service", "edge-reports"] }));
    expect((await call("GET", "/api/v1/auth/me", { token })).status).toBe(200);
  });
});
