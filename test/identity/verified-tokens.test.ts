import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { settingsOf } from "../../src/env";
import { verifyToken } from "../../src/identity/token";
import { claimsFor, signed } from "../support/tokens";

const settings = settingsOf(env);
const at = (seconds: number) => new Date(Date.now() + seconds * 1000);

it("a token that held a moment ago still ends at its own expiry", async () => {
  const token = await signed({ ...claimsFor({ workspace: "w" }), exp: Math.floor(Date.now() / 1000) + 30 });
  expect((await verifyToken(token, settings, at(0))).userId).toBe("ada");
  expect((await verifyToken(token, settings, at(20))).userId).toBe("ada");
  await expect(verifyToken(token, settings, at(31))).rejects.toThrow("expired");
});

it("a token that held under one secret is looked at anew under another", async () => {
  const token = await signed(claimsFor({ workspace: "w" }));
  await verifyToken(token, settings, at(0));
  const other = { ...settings, AUTH_SECRET: "another secret that is long enough to be one" };
  await expect(verifyToken(token, other, at(0))).rejects.toThrow();
  await verifyToken(token, settings, at(0));
});
