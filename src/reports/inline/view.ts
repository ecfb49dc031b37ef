import { FORMATS } from "../../render/renderer";
import { type Generated, type RunView, runSchema } from "../../runs/schemas";
import type { InlineConfig, InlineGenerated, InlineStarted } from "./schemas";

/** The answer while the run is under way: the run, and the fields of older clients. */
export const startedView = (run: RunView, config: InlineConfig): InlineStarted => ({
  ...run,
  success: true,
  message: "Report generation started",
  status: "pending",
  download_urls: urlsAsAsked(run, config),
  run,
});

/** The answer with the run as it ended, and its rows. */
export function generatedView(generated: Generated, config: InlineConfig): InlineGenerated {
  return {
    ...generated,
    success: generated.status === "completed",
    message: generated.error?.message ?? "Report generated",
    download_urls: urlsAsAsked(generated, config),
    run: runSchema.parse(generated),
  };
}

/** Links by our names of the formats and by those that the caller wrote (`excel`). */
function urlsAsAsked({ download_urls }: RunView, { format, formats }: InlineConfig): Record<string, string> {
  const written = [formats ?? format ?? ["excel"]].flat();
  const aliases = { excel: download_urls.xlsx, word: download_urls.docx };
  const asked = Object.entries(aliases).flatMap(([name, url]) =>
    url !== undefined && written.some((wish) => wish.toLowerCase() === name) ? [[name, url] as const] : [],
  );
  return Object.fromEntries([
    ...FORMATS.flatMap((format) => {
      const url = download_urls[format];
      return url === undefined ? [] : [[format, url] as const];
    }),
    ...asked,
  ]);
}
