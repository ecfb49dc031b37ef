import type { Section, TextSection } from "../document";
import type { ByteSink } from "../renderer";
import { textBlocks } from "../values/text-blocks";
import { BYTE_ORDER_MARK } from "./byte-order-mark";
import { textField } from "./fields";

/** A text as it is, for a zip that holds CSVs beside it. */
export async function writeText({ title, text }: TextSection, sink: ByteSink): Promise<void> {
  const lines = `${title}\n\n${text.trim()}\n`.replace(/\r?\n/g, "\r\n");
  await sink.write(new TextEncoder().encode(BYTE_ORDER_MARK + lines));
}

/** Texts as a CSV: a record for each paragraph and each item of a list. */
export async function writeTextsAsRecords(sections: readonly Section[], sink: ByteSink): Promise<void> {
  const records = sections.flatMap((section) => {
    if (section.kind !== "text") return [];
    const texts = textBlocks(section.text).flatMap((block) =>
      block.kind === "list" ? block.items : [block.text],
    );
    return texts.map((text) => `${textField(section.title)},${textField(text)}\r\n`);
  });
  await sink.write(new TextEncoder().encode(`${BYTE_ORDER_MARK}Section,Text\r\n${records.join("")}`));
}
