// The table that both PDF peers draw by hand: A4 landscape, header on each page, numbers to the right, a page number.
export const PAGE = { width: 842, height: 595, margin: 36, rowHeight: 14, size: 8 };
export const LEFT = [36, 120, 240, 300, 370, 460, 530, 620];
export const WIDTHS = [80, 116, 56, 66, 86, 66, 86, 130];
export const ROWS_A_PAGE = Math.floor((PAGE.height - 2 * PAGE.margin) / PAGE.rowHeight) - 2;

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 4 });
const money = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });
const share = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

/** How people want to read a row: grouped numbers, money, percent. */
export function textsOf([id, name, visits, score, revenue, growth, since, seen]) {
  const texts = [
    id,
    name,
    number.format(visits),
    number.format(score),
    money.format(revenue),
    share.format(growth),
  ];
  return [...texts, since, seen.slice(0, 16).replace("T", " ")];
}

/** Positions of numeric columns. */
export const isRight = (column) => column >= 2 && column <= 5;
