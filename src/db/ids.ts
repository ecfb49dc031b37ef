const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford base 32, lower case
const ID_PREFIXES = {
  report: "rep_",
  run: "run_",
  dataset: "ds_",
  template: "tpl_",
  audit: "aud_",
  deadLetter: "dl_",
  data: "dat_",
  schedule: "sch_",
  webhook: "whk_",
  delivery: "dlv_",
} as const;

let lastTime = 0;
let counter = 0;

/**
 * A new id: prefix, 10 characters of time, 16 random ones (the ULID layout), so that ids of one
 * kind sort by creation. Within one millisecond of one isolate the first 4 random characters count up.
 */
export function newId(kind: keyof typeof ID_PREFIXES, now: Date): string {
  const time = now.getTime();
  if (time > lastTime) {
    lastTime = time;
    counter = crypto.getRandomValues(new Uint16Array(1))[0] ?? 0;
  } else {
    counter += 1;
  }
  let id = encode(lastTime, 10) + encode(counter % 2 ** 20, 4);
  for (const byte of crypto.getRandomValues(new Uint8Array(12))) id += ALPHABET.charAt(byte % 32);
  return ID_PREFIXES[kind] + id;
}

function encode(value: number, length: number): string {
  let text = "";
  let rest = value;
  for (let i = 0; i < length; i += 1) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
