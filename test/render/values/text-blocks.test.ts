import { expect, test } from "vitest";
import { textBlocks } from "../../../src/render/values/text-blocks";

const paragraph = (text: string) => ({ kind: "paragraph", text });
const list = (...items: string[]) => ({ kind: "list", items });

test.each([
  ["one", [paragraph("one")]],
  ["one\nline", [paragraph("one\nline")]],
  ["one\n\ntwo\r\n \r\nthree", [paragraph("one"), paragraph("two"), paragraph("three")]],
  ["Look:\n- a\n- b\nthen", [paragraph("Look:"), list("a", "b"), paragraph("then")]],
  ["- long\n  goes on\n- b", [list("long goes on", "b")]],
  ["-5 degrees\n- 5 degrees", [paragraph("-5 degrees"), list("5 degrees")]],
  ["- a\n\n- b", [list("a", "b")]],
  ["", []],
  [" \n\n ", []],
])("%j", (text, expected) => {
  expect(textBlocks(text)).toEqual(expected);
});
