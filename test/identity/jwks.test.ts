import { env } from "cloudflare:workers";
import { exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { settingsOf } from "../../src/env";
import { me } from "../../src/identity/routes/me";
import { verifyToken } from "../../src/identity/token";
import { claimsFor, expectProblem, sampleApp, signed } from "../support";

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

/** What the issuer's address answers; replaced by each test. */
let issuer: () => Response | Promise<Response>;
let fetched: MockInstance<typeof fetch>;
beforeEach(() => {
  fetched = vi.spyOn(globalThis, "fetch").mockImplementation(async () => issuer());
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const jwkOf = async ({ publicKey }: Pair, kid: string): Promise<JWK> => ({
  ...(await exportJWK(publicKey)),
  kid,
});
const publish = (...keys: JWK[]) => {
  issuer = () => Response.json({ keys });
};
/** Each test has its own address, because keys are kept for the isolate's life. */
const settings = () => ({
  ...settingsOf(env),
  AUTH_JWKS_URL: `https://issuer.test/${crypto.randomUUID()}/keys`,
  AUTH_ISSUER: "https://issuer.test/",
});
const claims = (): JWTPayload => ({ ...claimsFor({ workspace: "acme" }), iss: "https://issuer.test/" });
const sign = (
  pair: Pair,
  header: { alg: string; kid?: string; [more: string]: unknown },
  payload = claims(),
) => new SignJWT(payload).setProtectedHeader(header).sign(pair.privateKey);
const refused = expect.objectContaining({ code: "unauthorized" });
const unavailable = expect.objectContaining({ code: "unavailable" });

describe("G14: tokens of an issuer with a key set", () => {
  it.each(["RS256", "PS256", "ES256", "EdDSA"])("%s holds", async (alg) => {
    const pair = await generateKeyPair(alg, { extractable: true });
    publish(await jwkOf(pair, "k1"));
    const verified = await verifyToken(await sign(pair, { alg, kid: "k1" }), settings(), new Date());
    expect(verified).toMatchObject({ userId: "ada", homeWorkspace: "acme" });
  });

  it("are fetched once for many tokens", async () => {
    const pair = await generateKeyPair("ES256", { extractable: true });
    publish(await jwkOf(pair, "k1"));
    const same = settings();
    for (let i = 0; i < 5; i += 1)
      await verifyToken(await sign(pair, { alg: "ES256", kid: "k1" }), same, new Date());
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it("follow a rotation: an unknown key is looked for once more, half a minute later", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const [older, newer] = [
      await generateKeyPair("ES256", { extractable: true }),
      await generateKeyPair("ES256", { extractable: true }),
    ];
    publish(await jwkOf(older, "old"));
    const same = settings();
    await verifyToken(await sign(older, { alg: "ES256", kid: "old" }), same, new Date());
    publish(await jwkOf(newer, "new"));
    await expect(
      verifyToken(await sign(newer, { alg: "ES256", kid: "new" }), same, new Date()),
    ).rejects.toEqual(refused);
    vi.setSystemTime(Date.now() + 31_000);
    await verifyToken(await sign(newer, { alg: "ES256", kid: "new" }), same, new Date());
    await expect(
      verifyToken(await sign(older, { alg: "ES256", kid: "old" }), same, new Date()),
    ).rejects.toEqual(refused);
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it("refuse every confusion of keys", async () => {
    const [pair, other] = [
      await generateKeyPair("RS256", { extractable: true }),
      await generateKeyPair("RS256", { extractable: true }),
    ];
    publish(await jwkOf(pair, "k1"));
    const same = settings();
    const tricks = {
      "HS256 with our own secret": await signed(claims()),
      "HS256 with the public key as secret": await signed(claims(), await exportSPKI(pair.publicKey)),
      "unknown kid": await sign(pair, { alg: "RS256", kid: "k2" }),
      "another key under a known kid": await sign(other, { alg: "RS256", kid: "k1" }),
      "another key, brought along": await sign(other, {
        alg: "RS256",
        kid: "k1",
        jwk: await exportJWK(other.publicKey),
      }),
      "another key, by URL": await sign(other, { alg: "RS256", kid: "k1", jku: "https://evil.test/keys" }),
      "another issuer": await sign(
        pair,
        { alg: "RS256", kid: "k1" },
        { ...claims(), iss: "https://evil.test/" },
      ),
      "no issuer": await sign(pair, { alg: "RS256", kid: "k1" }, { ...claims(), iss: undefined }),
      "another audience": await sign(pair, { alg: "RS256", kid: "k1" }, { ...claims(), aud: "x" }),
    };
    for (const [what, token] of Object.entries(tricks)) {
      await expect(verifyToken(token, same, new Date()), what).rejects.toEqual(refused);
    }
    expect(fetched.mock.calls.map(([url]) => String(url)).filter((url) => url.includes("evil"))).toEqual([]);
  });

  it.each([
    ["is down", () => new Response("no", { status: 500 })],
    ["cannot be reached", () => Promise.reject(new TypeError("network"))],
    ["answers nonsense", () => new Response("<html>")],
    ["redirects", () => new Response(null, { status: 302, headers: { Location: "https://evil.test/" } })],
  ])("are 503, not 401, when the issuer %s and nothing is known yet", async (_, answer) => {
    const pair = await generateKeyPair("ES256", { extractable: true });
    issuer = answer;
    const { AUTH_JWKS_URL } = settings();
    const token = await sign(pair, { alg: "ES256", kid: "k1" });
    const response = await sampleApp([me], { AUTH_JWKS_URL })("GET", "/api/v1/auth/me", { token });
    expect(response.headers.get("Retry-After")).toBe("5");
    await expectProblem(response, "unavailable");
  });

  it("hold on for a day through an outage, asking the issuer only now and then", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const pair = await generateKeyPair("ES256", { extractable: true });
    publish(await jwkOf(pair, "k1"));
    const same = settings();
    const check = async () => verifyToken(await sign(pair, { alg: "ES256", kid: "k1" }), same, new Date());
    await check();
    issuer = () => new Response("no", { status: 500 });
    vi.setSystemTime(Date.now() + 11 * 60_000);
    for (let i = 0; i < 5; i += 1) await check();
    expect(fetched).toHaveBeenCalledTimes(2);
    vi.setSystemTime(Date.now() + 25 * 3_600_000);
    await expect(check()).rejects.toEqual(unavailable);
  });

  it("trust no key from a stranger during an outage", async () => {
    const [pair, other] = [
      await generateKeyPair("ES256", { extractable: true }),
      await generateKeyPair("ES256", { extractable: true }),
    ];
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    publish(await jwkOf(pair, "k1"));
    const same = settings();
    await verifyToken(await sign(pair, { alg: "ES256", kid: "k1" }), same, new Date());
    issuer = () => new Response("no", { status: 500 });
    vi.setSystemTime(Date.now() + 11 * 60_000);
    await expect(
      verifyToken(await sign(other, { alg: "ES256", kid: "k9" }), same, new Date()),
    ).rejects.toEqual(refused);
  });
});
