/** Month and day, both one-based. */
export interface DayOfYear {
  month: number;
  day: number;
}

/** Names of months in English, German, French, Spanish and Dutch spreadsheets, short and long. */
const MONTHS: readonly (readonly [RegExp, number])[] = [
  [/^(jan|january|januar|janv|janvier|ene|enero|januari)$/, 1],
  [/^(feb|february|februar|f[eé]vr?|f[eé]vrier|febrero|februari)$/, 2],
  [/^(mar|march|mars|marzo|m[aä]rz?|mrz|mrt|maart)$/, 3],
  [/^(apr|april|avr|avril|abr|abril)$/, 4],
  [/^(may|mai|mei|mayo)$/, 5],
  [/^(jun|june|juni|juin|junio)$/, 6],
  [/^(jul|july|juli|juil|juillet|julio)$/, 7],
  [/^(aug|august|ao[uû]t|ago|agosto|augustus)$/, 8],
  [/^(sept?|september|septembre|septiembre)$/, 9],
  [/^(oct|october|okt|oktober|octobre|octubre)$/, 10],
  [/^(nov|november|novembre|noviembre)$/, 11],
  [/^(dec|december|dez|dezember|d[eé]c|d[eé]cembre|dic|diciembre)$/, 12],
];
/** Days from Excel's day 0 to 1970-01-01. */
const EXCEL_EPOCH = 25569;
const MS_PER_DAY = 86_400_000;
/** Serial numbers of 2000-01-01 and 2040-01-01: between them a symbol may have become a number. */
const SERIALS = { first: 36526, last: 51136 };

/**
 * The days of the year that a text may mean as a spreadsheet shows a date: `1-Mar`, `Mar-01`, `1. Mrz`, `2023-03-01`,
 * `01.03.2023`, `3/1/2023` (either order). Empty when it is no date.
 */
export function readDate(text: string): DayOfYear[] {
  const id = text.trim().toLowerCase();
  const words = /^(\d{1,2})[-. /]{1,2}(\p{L}{3,10})\.?([-. /]\d{2,4})?$/u.exec(id);
  if (words !== null) return named(words[2], words[1]);
  const turned = /^(\p{L}{3,10})[-/](\d{1,2})$/u.exec(id);
  if (turned !== null) return named(turned[1], turned[2]);
  const iso = /^(19|20)\d\d[-/](\d{1,2})[-/](\d{1,2})([ t]00:00(:00)?(\.0+)?z?)?$/.exec(id);
  if (iso !== null) return valid([{ month: Number(iso[2]), day: Number(iso[3]) }]);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.((19|20)\d\d|\d\d)$/.exec(id);
  if (dotted !== null) return valid([{ month: Number(dotted[2]), day: Number(dotted[1]) }]);
  const slashed = /^(\d{1,2})[/-](\d{1,2})[/-]((19|20)\d\d|\d\d)$/.exec(id);
  if (slashed === null) return [];
  const [first, second] = [Number(slashed[1]), Number(slashed[2])];
  const american = { month: first, day: second };
  return valid(first === second ? [american] : [american, { month: second, day: first }]);
}

/** The day of the year of a serial number as Excel stores dates; null when it is none of the years 2000 to 2039. */
export function readSerial(text: string): DayOfYear | null {
  if (!/^\d{5}(\.0)?$/.test(text)) return null;
  const serial = Number(text);
  if (serial < SERIALS.first || serial >= SERIALS.last) return null;
  const date = new Date((serial - EXCEL_EPOCH) * MS_PER_DAY);
  return { month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function named(month: string, day: string): DayOfYear[] {
  const found = MONTHS.find(([name]) => name.test(month));
  return found === undefined ? [] : valid([{ month: found[1], day: Number(day) }]);
}

function valid(days: DayOfYear[]): DayOfYear[] {
  return days.filter(({ month, day }) => month >= 1 && month <= 12 && day >= 1 && day <= 31);
}
