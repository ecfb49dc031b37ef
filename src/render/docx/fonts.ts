import { resolveLocale } from "../values/locale";
import { XML_DECLARATION } from "../xml";
import { WORD_NAMESPACE } from "./namespaces";

/** Faces for the kinds of script that Word tells apart (ECMA-376 part 1, 17.3.2.26). */
export interface Faces {
  readonly latin: string;
  readonly eastAsian: string;
  /** Taken where the East Asian face is not installed. */
  readonly eastAsianElsewhere: string;
  /** Arabic, Hebrew and other complex scripts. */
  readonly complex: string;
}

/** Han characters look different in each of these languages, so the document's own decides. */
export function facesOf(locale: string): Faces {
  const { language, script } = new Intl.Locale(resolveLocale(locale)).maximize();
  const [eastAsian, eastAsianElsewhere] =
    language === "ja"
      ? ["Yu Gothic", "Noto Sans CJK JP"]
      : language === "ko"
        ? ["Malgun Gothic", "Noto Sans CJK KR"]
        : language === "zh" && script === "Hant"
          ? ["Microsoft JhengHei", "Noto Sans CJK TC"]
          : ["Microsoft YaHei", "Noto Sans CJK SC"];
  return { latin: "Calibri", eastAsian, eastAsianElsewhere, complex: "Arial" };
}

/** `word/fontTable.xml` (17.8): what may stand in for a face that is missing. */
export function fontTableXml({ latin, eastAsian, eastAsianElsewhere, complex }: Faces): string {
  const font = (name: string, instead: string) =>
    `<w:font w:name="${name}"><w:altName w:val="${instead}"/></w:font>`;
  return (
    `${XML_DECLARATION}<w:fonts xmlns:w="${WORD_NAMESPACE}">${font(latin, "Carlito")}` +
    `${font(eastAsian, eastAsianElsewhere)}${font(complex, "Noto Sans Arabic")}</w:fonts>`
  );
}
