/** What no file system and no unzip tool should see in a name: separators, wildcards, controls, direction tricks. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu;

/** Names that Windows keeps for devices, whatever the extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

const MAX_CHARACTERS = 80;

/**
 * File names made from titles, in order: letters of all scripts stay, what is unsafe becomes a
 * space, and names that a file system without case would take for one get a number.
 */
export function fileNames(files: readonly { title: string; extension: string }[]): string[] {
  const used = new Set<string>();
  return files.map(({ title, extension }) => {
    const base = safeBase(title);
    let name = base;
    for (let n = 2; used.has(name.toLowerCase()); n += 1) name = `${base} (${n})`;
    used.add(name.toLowerCase());
    return `${name}.${extension}`;
  });
}

function safeBase(title: string): string {
  const text = title.normalize("NFC").replace(UNSAFE, " ").replace(/\s+/g, " ");
  // Windows drops dots and spaces at the end; a dot in front hides a file, a dash looks like an option.
  const cut = [...text].slice(0, MAX_CHARACTERS).join("");
  const base = cut.replace(/^[\s.-]+|[\s.]+$/g, "");
  if (base === "") return "section";
  return DEVICE.test(base) ? `${base}_` : base;
}
