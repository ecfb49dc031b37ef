import { describe, expect, it } from "vitest";
import { isPublicIPv4, isPublicIPv6 } from "../../src/delivery/webhooks/address-ranges";
import { refusalOf } from "../../src/delivery/webhooks/target";

const production = { ENVIRONMENT: "production", WEBHOOK_ALLOW_PRIVATE: false } as const;
const development = { ENVIRONMENT: "development", WEBHOOK_ALLOW_PRIVATE: false } as const;

describe("where a webhook may lead in production", () => {
  it.each([
    "https://hooks.example.com/in?key=1",
    "https://example.com:443/",
    "https://8.8.8.8/",
    "https://[2606:4700:4700::1111]/",
    "https://bücher.example.com/",
    "https://10.example.com/",
    "https://localhost.example.com/",
  ])("%s is allowed", (url) => {
    expect(refusalOf(url, production)).toBeNull();
  });

  it.each([
    ["http://example.com/", /https/],
    ["ftp://example.com/", /https/],
    ["javascript:alert(1)", /https/],
    ["file:///etc/passwd", /https/],
    ["data:text/plain,x", /https/],
    ["example.com/hook", /absolute/],
    ["", /absolute/],
    ["https://", /absolute/],
    ["https://user@example.com/", /user name/],
    ["https://user:secret@example.com/", /user name/],
    ["https://:secret@example.com/", /user name/],
    ["https://example.com:8443/", /443/],
    ["https://example.com:80/", /443/],
    ["https://localhost/", /public/],
    ["https://LOCALHOST/", /public/],
    ["https://localhost./", /public/],
    ["https://localhost../", /name a host/],
    ["https://printer.local../", /name a host/],
    ["https://a..example.com/", /name a host/],
    ["https://kubernetes.default.svc/", /public/],
    ["https://app.localhost/", /public/],
    ["https://metadata.google.internal/computeMetadata/v1/", /public/],
    ["https://printer.local/", /public/],
    ["https://router.lan/", /public/],
    ["https://intranet/", /public/],
    ["https://db/", /public/],
    ["https://1.0.0.127.in-addr.arpa/", /public/],
    ["https://127.0.0.1/", /public/],
    ["https://127.255.255.254/", /public/],
    ["https://0.0.0.0/", /public/],
    ["https://10.0.0.1/", /public/],
    ["https://172.16.0.1/", /public/],
    ["https://172.31.255.255/", /public/],
    ["https://192.168.1.1/", /public/],
    ["https://169.254.169.254/latest/meta-data/", /public/],
    ["https://100.64.0.1/", /public/],
    ["https://100.100.100.200/", /public/],
    ["https://168.63.129.16/", /public/],
    ["https://192.0.0.192/", /public/],
    ["https://198.18.0.1/", /public/],
    ["https://224.0.0.1/", /public/],
    ["https://255.255.255.255/", /public/],
    ["https://2130706433/", /four decimal numbers/],
    ["https://0x7f000001/", /four decimal numbers/],
    ["https://0x7f.0.0.1/", /four decimal numbers/],
    ["https://0177.0.0.1/", /four decimal numbers/],
    ["https://127.1/", /four decimal numbers/],
    ["https://127.0.0.1./", /four decimal numbers/],
    ["https://%31%32%37.0.0.1/", /four decimal numbers/],
    ["https://１２７.0.0.1/", /four decimal numbers/],
    ["https://127。0。0。1/", /four decimal numbers/],
    ["https://1\n27.0.0.1/", /four decimal numbers/],
    ["https:\\\\10.0.0.1/", /public/],
    ["https:10.0.0.1", /public/],
    ["https://[::]/", /public/],
    ["https://[::1]/", /public/],
    ["https://[0:0:0:0:0:0:0:1]/", /public/],
    ["https://[::ffff:127.0.0.1]/", /public/],
    ["https://[::ffff:8.8.8.8]/", /public/],
    ["https://[::127.0.0.1]/", /public/],
    ["https://[64:ff9b::7f00:1]/", /public/],
    ["https://[fe80::1]/", /public/],
    ["https://[fec0::1]/", /public/],
    ["https://[fc00::1]/", /public/],
    ["https://[fd00:ec2::254]/", /public/],
    ["https://[ff02::1]/", /public/],
    ["https://[2001:db8::1]/", /public/],
    ["https://[2001::1]/", /public/],
    ["https://[2002:7f00:1::]/", /public/],
  ])("%j is refused", (url, why) => {
    expect(refusalOf(url, production)).toMatch(why);
  });

  it("the development setting opens nothing there", () => {
    const rules = { ...production, WEBHOOK_ALLOW_PRIVATE: true };
    expect(refusalOf("https://127.0.0.1/", rules)).toMatch(/public/);
    expect(refusalOf("http://example.com/", rules)).toMatch(/https/);
  });
});

describe("in development", () => {
  it("http and any port are allowed, private places only by the setting", () => {
    expect(refusalOf("http://example.com:8080/", development)).toBeNull();
    expect(refusalOf("http://localhost:3000/", development)).toMatch(/public/);
    expect(refusalOf("http://127.0.0.1:3000/", development)).toMatch(/public/);
    const open = { ...development, WEBHOOK_ALLOW_PRIVATE: true };
    expect(refusalOf("http://127.0.0.1:3000/", open)).toBeNull();
    expect(refusalOf("http://user@127.0.0.1:3000/", open)).toMatch(/user name/);
  });
});

describe("address ranges end where the registries say", () => {
  it.each([
    ["9.255.255.255", true],
    ["11.0.0.0", true],
    ["100.63.255.255", true],
    ["100.128.0.0", true],
    ["126.255.255.255", true],
    ["128.0.0.0", true],
    ["172.15.255.255", true],
    ["172.32.0.0", true],
    ["192.167.255.255", true],
    ["192.169.0.0", true],
    ["198.17.255.255", true],
    ["198.20.0.0", true],
    ["223.255.255.255", true],
    ["100.127.255.255", false],
    ["198.19.255.255", false],
  ])("%s is public: %s", (address, isPublic) => {
    expect(isPublicIPv4(address)).toBe(isPublic);
  });

  it.each([
    ["2000::1", true],
    ["2001:200::1", true],
    ["3ffe::1", true],
    ["2001:1ff::1", false],
    ["3fff::1", false],
    ["4000::1", false],
    ["1fff::1", false],
  ])("%s is public: %s", (address, isPublic) => {
    expect(isPublicIPv6(address)).toBe(isPublic);
  });
});
