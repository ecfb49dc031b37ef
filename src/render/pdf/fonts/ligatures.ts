import type { Buffer } from "node:buffer";
import type { FontSlice } from "./font-slice";
import { coveredGlyphs } from "./glyph-coverage";

const SINGLE_LIGATURES = 4;

/** One way to join glyphs: the first, the rest in order, and what they become. */
interface Ligature {
  readonly rest: readonly number[];
  readonly becomes: number;
}

type Lookup = ReadonlyMap<number, readonly Ligature[]>;

/** A glyph in a syllable, and the code points that it stands for. */
export interface ShapedItem {
  glyph: number;
  codePoints: number[];
}

/**
 * The ligature substitutions of a slice's GSUB table by feature (OpenType 1.9, GSUB lookup type 4). Contextual
 * lookups, which choose between variants of a shape, are not read.
 */
export class Ligatures {
  readonly #lookups = new Map<string, Lookup[]>();

  /** @param script OpenType script tag, such as `dev2`; its default language is read. */
  constructor(
    slice: FontSlice,
    script: string,
    private readonly features: readonly string[],
  ) {
    const gsub = slice.table("GSUB");
    const scripts = gsub.readUInt16BE(4);
    const featureList = gsub.readUInt16BE(6);
    const lookupList = gsub.readUInt16BE(8);
    for (let index = 0; index < gsub.readUInt16BE(scripts); index++) {
      const record = scripts + 2 + 6 * index;
      if (gsub.toString("latin1", record, record + 4) !== script) continue;
      const table = scripts + gsub.readUInt16BE(record + 4);
      const language = table + gsub.readUInt16BE(table);
      for (let at = 0; at < gsub.readUInt16BE(language + 4); at++) {
        const feature = featureList + 2 + 6 * gsub.readUInt16BE(language + 6 + 2 * at);
        const tag = gsub.toString("latin1", feature, feature + 4);
        if (!this.features.includes(tag)) continue;
        const lookups = featureList + gsub.readUInt16BE(feature + 4);
        for (let entry = 0; entry < gsub.readUInt16BE(lookups + 2); entry++) {
          const offset = lookupList + 2 + 2 * gsub.readUInt16BE(lookups + 4 + 2 * entry);
          const lookup = readLookup(gsub, lookupList + gsub.readUInt16BE(offset));
          this.#lookups.set(tag, [...(this.#lookups.get(tag) ?? []), lookup]);
        }
      }
    }
  }

  /** Applies a feature to `items` from `from` up to `to`, in place; returns the new end. */
  apply(feature: string, items: ShapedItem[], from: number, to: number): number {
    let end = to;
    for (const lookup of this.#lookups.get(feature) ?? []) {
      for (let at = from; at < end; at++) {
        const item = items[at];
        const match = item && lookup.get(item.glyph)?.find((one) => matches(items, at + 1, end, one.rest));
        if (!match) continue;
        const eaten = items.splice(at + 1, match.rest.length);
        item.glyph = match.becomes;
        for (const one of eaten) item.codePoints.push(...one.codePoints);
        end -= match.rest.length;
      }
    }
    return end;
  }
}

function matches(items: readonly ShapedItem[], from: number, end: number, rest: readonly number[]): boolean {
  return from + rest.length <= end && rest.every((glyph, offset) => items[from + offset]?.glyph === glyph);
}

function readLookup(gsub: Buffer, lookup: number): Lookup {
  const found = new Map<number, Ligature[]>();
  if (gsub.readUInt16BE(lookup) !== SINGLE_LIGATURES) return found;
  for (let index = 0; index < gsub.readUInt16BE(lookup + 4); index++) {
    const subtable = lookup + gsub.readUInt16BE(lookup + 6 + 2 * index);
    const firsts = coveredGlyphs(gsub, subtable + gsub.readUInt16BE(subtable + 2));
    firsts.forEach((first, at) => {
      const set = subtable + gsub.readUInt16BE(subtable + 6 + 2 * at);
      const ligatures = Array.from({ length: gsub.readUInt16BE(set) }, (_, one) =>
        readLigature(gsub, set + gsub.readUInt16BE(set + 2 + 2 * one)),
      );
      found.set(first, [...(found.get(first) ?? []), ...ligatures]);
    });
  }
  return found;
}

function readLigature(gsub: Buffer, at: number): Ligature {
  const length = gsub.readUInt16BE(at + 2) - 1;
  return {
    becomes: gsub.readUInt16BE(at),
    rest: Array.from({ length }, (_, index) => gsub.readUInt16BE(at + 4 + 2 * index)),
  };
}
