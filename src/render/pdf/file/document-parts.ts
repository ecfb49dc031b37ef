import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { PDFContext, PDFHexString, type PDFObject, PDFRef, PDFString } from "pdf-lib";
import { type ReportDocument, tablesOf } from "../../document";
import { resolveLocale } from "../../values/locale";
import { escapeText } from "../../xml";
import type { PageTree } from "./page-tree";
import type { PdfFile } from "./pdf-file";

const PRODUCER = "Edge Reports";

/** An entry of the outline: a section and where it begins. */
export interface Bookmark {
  readonly title: string;
  /** Object number of the page. */
  readonly page: number;
  /** Upper edge on the page, in points from below. */
  readonly top: number;
}

type Entry = PDFObject | string | { readonly [name: string]: boolean } | undefined;

/**
 * Writes what a reader opens first and a writer knows last: information, metadata, outline and catalog; then
 * the cross-references. Built of pdf-lib's objects, which encode text strings as ISO 32000-1, 7.9.2 asks.
 */
export class DocumentParts {
  readonly #context = PDFContext.create();
  readonly #catalog: number;
  readonly #info: number;
  readonly #metadata: number;
  readonly #outlines: number;

  constructor(
    private readonly file: PdfFile,
    private readonly document: ReportDocument,
  ) {
    this.#catalog = file.reserve();
    this.#info = file.reserve();
    this.#metadata = file.reserve();
    this.#outlines = file.reserve();
  }

  async end(pages: PageTree, bookmarks: readonly Bookmark[]): Promise<void> {
    this.#writeInfo();
    this.#writeMetadata();
    this.#writeOutlines(bookmarks);
    this.#write(this.#catalog, {
      Type: "Catalog",
      Pages: PDFRef.of(pages.root),
      Outlines: bookmarks.length > 0 ? PDFRef.of(this.#outlines) : undefined,
      PageMode: bookmarks.length > 1 ? "UseOutlines" : "UseNone",
      Metadata: PDFRef.of(this.#metadata),
      Lang: PDFHexString.fromText(resolveLocale(this.document.locale)),
      ViewerPreferences: { DisplayDocTitle: true },
    });
    await this.file.end(this.#catalog, this.#info, this.#identifier());
  }

  /** Document information (14.3.3). */
  #writeInfo(): void {
    const date = this.#date();
    this.#write(this.#info, {
      Title: PDFHexString.fromText(this.document.title.toWellFormed()),
      Subject: this.document.description
        ? PDFHexString.fromText(this.document.description.toWellFormed())
        : undefined,
      Producer: PDFString.of(PRODUCER),
      Creator: PDFString.of(PRODUCER),
      CreationDate: date ? PDFString.fromDate(date) : undefined,
      ModDate: date ? PDFString.fromDate(date) : undefined,
    });
  }

  /** The same as XMP (14.3.2), not compressed, so that tools which scan files find it. */
  #writeMetadata(): void {
    const { title, description, locale } = this.document;
    const date = this.#date()?.toISOString() ?? "";
    const text = (tag: string, value: string): string =>
      `<${tag}><rdf:Alt><rdf:li xml:lang="x-default">${escapeText(value)}</rdf:li></rdf:Alt></${tag}>`;
    const xmp = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
${text("dc:title", title)}${description ? text("dc:description", description) : ""}
<dc:language><rdf:Bag><rdf:li>${escapeText(resolveLocale(locale))}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>${PRODUCER}</pdf:Producer><xmp:CreatorTool>${PRODUCER}</xmp:CreatorTool>
${date && `<xmp:CreateDate>${date}</xmp:CreateDate><xmp:ModifyDate>${date}</xmp:ModifyDate>`}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;
    this.file.writePlainStream(this.#metadata, "/Type/Metadata/Subtype/XML", Buffer.from(xmp));
  }

  /** One entry a section (12.3.3). */
  #writeOutlines(bookmarks: readonly Bookmark[]): void {
    if (bookmarks.length === 0) return;
    const numbers = bookmarks.map(() => this.file.reserve());
    const reference = (index: number): string => `${numbers[index] ?? 0} 0 R`;
    bookmarks.forEach(({ title, page, top }, index) => {
      const previous = index > 0 ? `/Prev ${reference(index - 1)}` : "";
      const next = index + 1 < numbers.length ? `/Next ${reference(index + 1)}` : "";
      this.file.write(
        numbers[index] ?? 0,
        `<</Title ${PDFHexString.fromText(title.toWellFormed())}/Parent ${this.#outlines} 0 R${previous}${next}` +
          `/Dest[${page} 0 R/XYZ null ${top} null]>>`,
      );
    });
    const ends = `/First ${reference(0)}/Last ${reference(numbers.length - 1)}`;
    this.file.write(this.#outlines, `<</Type/Outlines${ends}/Count ${numbers.length}>>`);
  }

  #write(number: number, entries: Readonly<Record<string, Entry>>): void {
    this.file.write(number, this.#context.obj(entries).toString());
  }

  /** Two names for the bytes (14.4); made of the content's own facts, so that equal reports give equal files. */
  #identifier(): string {
    const { title, generated_at } = this.document;
    const sections = tablesOf(this.document);
    const facts = sections.map(({ name, rows_written, rows_total }) => [name, rows_written, rows_total]);
    return createHash("sha256")
      .update(JSON.stringify([title, generated_at, facts]))
      .digest("hex")
      .slice(0, 32);
  }

  #date(): Date | null {
    const date = new Date(this.document.generated_at);
    return Number.isNaN(date.getTime()) ? null : date;
  }
}
