/** Excel reads a CSV as UTF-8 only when it begins with this. */
export const BYTE_ORDER_MARK = "\ufeff";
