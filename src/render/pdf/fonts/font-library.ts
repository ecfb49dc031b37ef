import type { RenderResources } from "../../renderer";
import { FamilyCoverage } from "./coverage";
import { FontSlice } from "./font-slice";

export type Weight = 400 | 700;

/** Whose shapes Han characters take: simplified Chinese, Japanese or Korean. */
export const HAN_STYLES = ["sc", "jp", "kr"] as const;
export type HanStyle = (typeof HAN_STYLES)[number];

interface FontIndex {
  readonly slices: readonly {
    readonly name: string;
    readonly family: string;
    readonly weight: number;
    readonly coverage: string;
  }[];
}

/** Slices kept parsed between two loads; a page of Japanese touches 20 to 40 once, then hardly any. */
const KEPT_SLICES = 8;
const HAN_FAMILY = /^noto-sans-(sc|jp|kr)$/;

/** The built font slices: finds the one that holds a code point, and reads it when it is needed. */
export class FontLibrary {
  readonly #recent = new Map<string, FontSlice>();
  /** Bold families, then regular ones, each in order of preference; Han families are apart. */
  #bold: FamilyCoverage[] = [];
  #regular: FamilyCoverage[] = [];
  readonly #han = new Map<HanStyle, FamilyCoverage>();
  #indexed = false;

  constructor(private readonly resources: RenderResources) {}

  /** Reads the index; most documents are Latin only and never need it. */
  async openIndex(): Promise<void> {
    if (this.#indexed) return;
    const index: FontIndex = JSON.parse(new TextDecoder().decode(await this.#read("index.json")));
    for (const [key, slices] of Map.groupBy(index.slices, ({ family, weight }) => `${family} ${weight}`)) {
      const [family = "", weight] = key.split(" ");
      const coverage = new FamilyCoverage(slices);
      const style = HAN_FAMILY.exec(family)?.[1];
      const han = HAN_STYLES.find((one) => one === style);
      if (han) this.#han.set(han, coverage);
      else if (weight === "700") this.#bold.push(coverage);
      else this.#regular.push(coverage);
    }
    this.#indexed = true;
  }

  /** Name of the best slice with this code point: bold only where there is one; null when no slice has it. */
  find(codePoint: number, weight: Weight, han: HanStyle): string | null {
    if (weight === 700) {
      const bold = first(this.#bold, codePoint);
      if (bold) return bold;
    }
    const order = [han, ...HAN_STYLES.filter((style) => style !== han)];
    const cjk = order.flatMap((style) => this.#han.get(style) ?? []);
    return first(this.#regular, codePoint) ?? first(cjk, codePoint);
  }

  /** True when the style's own fonts hold the code point. */
  hasHan(codePoint: number, style: HanStyle): boolean {
    return this.#han.get(style)?.sliceOf(codePoint) != null;
  }

  /** A parsed slice; the most recent few are kept. */
  async slice(name: string): Promise<FontSlice> {
    const kept = this.#recent.get(name);
    if (kept) this.#recent.delete(name);
    const slice = kept ?? new FontSlice(name, await this.#read(`${name}.ttf`));
    this.#recent.set(name, slice);
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= KEPT_SLICES) break;
      this.#recent.delete(oldest);
    }
    return slice;
  }

  async #read(name: string): Promise<Uint8Array> {
    const bytes = await this.resources.font(name);
    if (!bytes) throw new Error(`font asset ${name} is missing: run scripts/font-assets.mjs`);
    return bytes;
  }
}

function first(families: readonly FamilyCoverage[], codePoint: number): string | null {
  for (const family of families) {
    const slice = family.sliceOf(codePoint);
    if (slice) return slice;
  }
  return null;
}
