import { resolveLocale } from "../values/locale";
import { CHINESE } from "./chinese";
import { TRADITIONAL_CHINESE } from "./chinese-traditional";
import { DUTCH } from "./dutch";
import { ENGLISH } from "./english";
import { FRENCH } from "./french";
import { GERMAN } from "./german";
import { ITALIAN } from "./italian";
import { JAPANESE } from "./japanese";
import { POLISH } from "./polish";
import { PORTUGUESE } from "./portuguese";
import { SPANISH } from "./spanish";
import type { Forms, Words } from "./words";

/** By language and, where the language has several scripts, by script (BCP 47). */
export const WORDS: ReadonlyMap<string, Words> = new Map([
  ["de", GERMAN],
  ["en", ENGLISH],
  ["es", SPANISH],
  ["fr", FRENCH],
  ["it", ITALIAN],
  ["ja", JAPANESE],
  ["nl", DUTCH],
  ["pl", POLISH],
  ["pt", PORTUGUESE],
  ["zh", CHINESE],
  ["zh-Hant", TRADITIONAL_CHINESE],
]);

/** What files say in a locale's language; in English where there is no table of that language. */
export function wordsOf(locale: string): Words {
  const { language, script } = new Intl.Locale(resolveLocale(locale)).maximize();
  return WORDS.get(`${language}-${script}`) ?? WORDS.get(language) ?? ENGLISH;
}

/** A template with its `{names}` filled in. */
export function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The form that a count takes in a locale's language; English forms are chosen as English does. */
export function formOf(forms: Forms, count: number, locale: string): string {
  const resolved = resolveLocale(locale);
  const language = wordsOf(resolved) === ENGLISH ? "en" : resolved;
  const category = new Intl.PluralRules(language).select(count);
  return (
    (category === "one" || category === "few" || category === "many" ? forms[category] : undefined) ??
    forms.other
  );
}
