import type { ReportDocument } from "./document";

export const FORMATS = ["json", "csv", "html", "pdf", "xlsx", "docx"] as const;
export type Format = (typeof FORMATS)[number];

/** Takes bytes as they are made. A resolved `write` means the next may come (back-pressure). */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
}

/** What renderers need from outside. Fonts are read one small slice at a time. */
export interface RenderResources {
  /** Bytes of a font file made by scripts/assets.mjs, by its name, or null when there is none. */
  font(name: string): Promise<Uint8Array | null>;
}

export interface FileType {
  readonly contentType: string;
  /** Without the dot. */
  readonly extension: string;
}

/** One output format. `render` holds only a bounded window of the rows at a time. */
export interface Renderer {
  readonly format: Format;
  /** May depend on the document: several sections make several CSVs, zipped. */
  fileType(document: ReportDocument): FileType;
  render(document: ReportDocument, sink: ByteSink, resources: RenderResources): Promise<void>;
}
