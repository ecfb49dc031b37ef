import fc from "fast-check";

/** Texts of any UTF-16 code units: controls, every script, halves of surrogate pairs. */
export const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })))
  .map((units) => String.fromCharCode(...units));
