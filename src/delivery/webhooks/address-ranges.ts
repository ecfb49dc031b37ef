/**
 * Whether an address is one that anybody may reach: not private, loopback, link-local, shared, reserved or
 * multicast (IANA's special-purpose registries, RFC 6890), nor a cloud's metadata service.
 */
export function isPublicIPv4(address: string): boolean {
  const value = numberOf(address);
  return !NOT_PUBLIC.some(([base, bits]) => value >>> (32 - bits) === numberOf(base) >>> (32 - bits));
}

/** The same for IPv6, as `URL` writes it, without brackets. Addresses that carry an IPv4 one are never public. */
export function isPublicIPv6(address: string): boolean {
  const [first = 0, second = 0] = groupsOf(address);
  const isGlobalUnicast = first >>> 13 === 0b001;
  const isProtocolAssignment = first === 0x2001 && second < 0x200; // Teredo and others
  const isDocumentation = (first === 0x2001 && second === 0xdb8) || first === 0x3fff;
  const is6to4 = first === 0x2002;
  return isGlobalUnicast && !isProtocolAssignment && !isDocumentation && !is6to4;
}

const NOT_PUBLIC: readonly (readonly [base: string, bits: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["168.63.129.16", 32], // Azure's wire server
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3], // multicast, reserved, broadcast
];

const numberOf = (address: string) =>
  address.split(".").reduce((value, part) => value * 256 + Number(part), 0);

/** The first two groups of 16 bits; `::` at the start makes them 0, which is never public. */
const groupsOf = (address: string) => address.split(":").map((group) => Number.parseInt(group || "0", 16));
