/** Currency signs as they stand beside amounts, longest first. A bare `$` is taken as US dollars. */
const SIGNS: readonly (readonly [sign: string, code: string])[] = [
  ["US$", "USD"],
  ["CA$", "CAD"],
  ["AU$", "AUD"],
  ["NZ$", "NZD"],
  ["HK$", "HKD"],
  ["A$", "AUD"],
  ["C$", "CAD"],
  ["R$", "BRL"],
  ["S$", "SGD"],
  ["zł", "PLN"],
  ["Kč", "CZK"],
  ["$", "USD"],
  ["€", "EUR"],
  ["£", "GBP"],
  ["¥", "JPY"],
  ["￥", "JPY"],
  ["₹", "INR"],
  ["₩", "KRW"],
  ["₽", "RUB"],
  ["₺", "TRY"],
  ["₪", "ILS"],
  ["₫", "VND"],
  ["₦", "NGN"],
  ["₱", "PHP"],
  ["₴", "UAH"],
  ["฿", "THB"],
];

/**
 * ISO 4217 codes taken as money beside a number. Codes that are English words (ALL, CUP, PEN, TOP)
 * are left out: `TOP 10` is a name.
 */
const CODES: ReadonlySet<string> = new Set(
  (
    "AED ARS AUD BDT BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW " +
    "KWD LKR MAD MXN MYR NGN NOK NZD PHP PKR PLN QAR RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR"
  ).split(" "),
);

export interface CurrencyMark {
  readonly code: string;
  /** Characters of the mark. */
  readonly length: number;
}

/** Signs by their first and by their last character. */
const LEADING = Map.groupBy(SIGNS, ([sign]) => sign.charAt(0));
const TRAILING = Map.groupBy(SIGNS, ([sign]) => sign.charAt(sign.length - 1));

export function leadingCurrency(text: string): CurrencyMark | null {
  const signs = LEADING.get(text.charAt(0));
  return mark(signs?.find(([sign]) => text.startsWith(sign))) ?? code(text.slice(0, 3));
}

export function trailingCurrency(text: string): CurrencyMark | null {
  const signs = TRAILING.get(text.charAt(text.length - 1));
  return mark(signs?.find(([sign]) => text.endsWith(sign))) ?? code(text.slice(-3));
}

function code(letters: string): CurrencyMark | null {
  return CODES.has(letters) ? { code: letters, length: 3 } : null;
}

function mark(found: readonly [sign: string, code: string] | undefined): CurrencyMark | null {
  return found === undefined ? null : { code: found[1], length: found[0].length };
}
