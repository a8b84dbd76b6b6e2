/** ISO 4217 codes that are read off column names and cells. */
const CURRENCIES = new Set(
  'AED ARS AUD BRL CAD CHF CLP CNY COP CZK DKK EUR GBP HKD HUF IDR ILS INR ISK JPY KRW MAD MXN MYR NOK NZD PEN PHP PLN RON SAR SEK SGD THB TND TRY TWD UAH USD XAF XOF ZAR'.split(
    ' ',
  ),
);

const SYMBOLS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  $: 'money',
  '¥': 'JPY',
  '%': 'percent',
};

/** Words after a number, or at the end of a column name, that name its unit. Time units count only in the plural in names. */
const UNIT_WORDS: Readonly<Record<string, string>> = {
  percent: 'percent',
  pct: 'percent',
  pourcent: 'percent',
  pourcentage: 'percent',
  kg: 'kg',
  cm: 'cm',
  minutes: 'minute',
  hours: 'hour',
  heures: 'hour',
  days: 'day',
  jours: 'day',
  weeks: 'week',
  semaines: 'week',
  months: 'month',
  years: 'year',
  points: 'points',
  miles: 'points',
};

/** Units that are written otherwise than they are compared: the canonical unit and the factor to it. */
const SCALED: Readonly<Record<string, { unit: string; factor: number }>> = {
  m: { unit: 'cm', factor: 100 },
  m2: { unit: 'm2', factor: 1 },
  'm²': { unit: 'm2', factor: 1 },
  m3: { unit: 'm3', factor: 1 },
  'm³': { unit: 'm3', factor: 1 },
  mm: { unit: 'cm', factor: 0.1 },
  g: { unit: 'kg', factor: 0.001 },
  lb: { unit: 'kg', factor: 0.45359237 },
  lbs: { unit: 'kg', factor: 0.45359237 },
  gb: { unit: 'gb', factor: 1 },
  go: { unit: 'gb', factor: 1 },
  mb: { unit: 'gb', factor: 0.001 },
  kwh: { unit: 'kwh', factor: 1 },
  mbits: { unit: 'mbps', factor: 1 },
  mbps: { unit: 'mbps', factor: 1 },
};

/** What a name or a cell says of its numbers: their canonical unit and the factor to it. */
export interface UnitReading {
  unit: string;
  factor: number;
}

const plain = (unit: string): UnitReading => ({ unit, factor: 1 });

/** Further spellings that are clear only beside a number. */
const CELL_UNIT_WORDS: Readonly<Record<string, string>> = {
  ...UNIT_WORDS,
  min: 'minute',
  minute: 'minute',
  h: 'hour',
  hour: 'hour',
  heure: 'hour',
  day: 'day',
  jour: 'day',
  week: 'week',
  semaine: 'week',
  month: 'month',
  mois: 'month',
  year: 'year',
  an: 'year',
  ans: 'year',
  année: 'year',
  années: 'year',
  pts: 'points',
  'business day': 'business_day',
  'business days': 'business_day',
  'working day': 'business_day',
  'working days': 'business_day',
  'jour ouvrable': 'business_day',
  'jours ouvrables': 'business_day',
};

export function isCurrencyCode(word: string): boolean {
  return CURRENCIES.has(word);
}

/** Splits "base_fare_cad", "Fee (CAD)" or "maxWeight" into lower-case words. */
export function columnWords(column: string): string[] {
  return column
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/%/g, ' percent ')
    .replace(/€/g, ' eur ')
    .replace(/£/g, ' gbp ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** The unit that a column's name carries ("…_cad", "…_percent", "checkin_minutes_before"), or null. */
export function unitOfColumn(column: string): UnitReading | null {
  const words = columnWords(column);
  // "Points per EUR 1" counts points, "miles needed in 12 months" miles.
  const lead = words.findIndex((word, i) => i > 0 && SET_APART.has(word));
  const leading = lead < 0 ? null : unitOfWords(words.slice(0, lead));
  return leading ?? unitOfWords(words);
}

/** "Highest balance (€)", "Délai (jours)": the unit in brackets at the end of a name, or null. */
export function unitInBrackets(name: string): UnitReading | null {
  const text = name.trim();
  const from = text.lastIndexOf('(');
  return from > 0 && text.endsWith(')') ? unitOfText(text.slice(from + 1, -1).trim()) : null;
}

const SET_APART: ReadonlySet<string> = new Set(['per', 'par', 'in', 'within', 'during', 'en', 'dans']);

/** Parts of a currency: "unit_price_cents_kwh". */
const HUNDREDTHS = /^(?:cents?|centimes?|pence|p|rappen)$/;

/** What lasts: behind it "min" is minutes and no minimum. */
const TIMED =
  /^(?:duration|durée|duree|time|temps|crossing|trajet|travel|wait|waiting|attente|flight|drive|walk|session)$/;

/** "Days allowed", "points earned": units that count also where they open the name. */
const COUNTED_FIRST: ReadonlySet<string> = new Set([
  'points',
  'day',
  'hour',
  'minute',
  'week',
  'month',
  'year',
]);

function unitOfWords(words: readonly string[]): UnitReading | null {
  if (words.some((word) => HUNDREDTHS.test(word))) return { unit: 'money', factor: 0.01 };
  const currency = words.find((word) => CURRENCIES.has(word.toUpperCase()));
  if (currency !== undefined) return plain(currency.toUpperCase());
  const scaled = SCALED[words.at(-1) ?? ''];
  if (scaled !== undefined && words.length > 1) return scaled;
  if (words.length > 1 && words.at(-1) === 'min' && words.some((word) => TIMED.test(word)))
    return plain('minute');
  for (let i = words.length - 1; i >= 0; i -= 1) {
    const unit = UNIT_WORDS[words[i] ?? ''];
    if (unit === 'day' && /^(working|business|ouvrables?)$/.test(words[i - 1] ?? ''))
      return plain('business_day');
    if (unit !== undefined && (i > 0 || words.length === 1 || COUNTED_FIRST.has(unit))) return plain(unit);
  }
  return words.length === 2 && OF_TIME.has(words[0] ?? '') ? plain(UNIT_WORDS[words[0] ?? ''] ?? '') : null;
}

/** "Days allowed", "Hours free", « Jours accordés »: numbers below a period in the plural count it. */
const OF_TIME: ReadonlySet<string> = new Set(
  'minutes hours heures days jours weeks semaines months years'.split(' '),
);

/** "base_fare_one_way_cad" → "base fare one way": the name as words, without its unit where that is the last word. */
export function columnLabel(column: string): string {
  const words = column.replace(/_/g, ' ').trim().split(/\s+/);
  const last = (words.at(-1) ?? '').toLowerCase();
  if (words.length > 1 && endsInUnit(column, last)) words.pop();
  return words.join(' ');
}

function endsInUnit(column: string, last: string): boolean {
  if (CURRENCIES.has(last.toUpperCase()) || last in SCALED) return true;
  return last in UNIT_WORDS && unitOfColumn(column)?.unit === UNIT_WORDS[last];
}

const NUMBER = String.raw`[-+−]?\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|[-+−]?\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?|[-+−]?\d+(?:[.,]\d+)?`;
const CELL = new RegExp(
  String.raw`^(?<before>[A-Z]{3}|[A-Z]{0,2}\$|[€£¥])?\s*(?<number>${NUMBER})\s*(?<after>[€$£¥%]|\p{L}[\p{L} ]*)?$`,
  'u',
);

/** A cell that is one number, perhaps with its unit: "CAD 75", "2,5 %", "1,519", "14 days". Null for anything else. */
export function readNumberCell(value: string): { number: number; unit: string | null } | null {
  const groups = CELL.exec(value.trim())?.groups;
  if (groups === undefined) return null;
  const unitText = groups['before'] ?? groups['after'];
  const unit = unitText === undefined ? null : unitOfText(unitText.trim());
  if (unitText !== undefined && unit === null) return null;
  const number = numberOf(groups['number'] ?? '');
  return number === null ? null : { number: scale(number, unit), unit: unit?.unit ?? null };
}

/** A number in a canonical unit, without the noise of binary fractions. */
export function scale(number: number, unit: UnitReading | null): number {
  return unit === null || unit.factor === 1 ? number : Number((number * unit.factor).toFixed(6));
}

function unitOfText(text: string): UnitReading | null {
  if (CURRENCIES.has(text.toUpperCase())) return plain(text.toUpperCase());
  if (text === 'CA$' || text === 'C$') return plain('CAD');
  if (text === 'US$') return plain('USD');
  const unit = SYMBOLS[text] ?? CELL_UNIT_WORDS[text.toLowerCase()];
  return unit === undefined ? (SCALED[text.toLowerCase()] ?? null) : plain(unit);
}

function numberOf(text: string): number | null {
  let digits = text.replace(/[\u00a0\u202f ]/g, '').replace('−', '-');
  digits = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits)
    ? digits.replaceAll(',', '')
    : digits.replace(',', '.');
  const number = Number(digits);
  return Number.isFinite(number) ? number : null;
}

/** "89" in a CAD column → "89 CAD": a bare number as words that the reader understands. */
export function withUnit(value: string, column: string, unit: string | null): string {
  const written = columnWords(column).at(-1) ?? '';
  if (written in SCALED && unitOfColumn(column)?.unit === unit) return `${value} ${written}`;
  if (unit === 'money' && columnWords(column).some((word) => HUNDREDTHS.test(word))) return `${value} cents`;
  if (unit === null || unit === 'money') return value;
  if (unit === 'percent') return `${value}%`;
  const label = UNIT_LABELS[unit] ?? unit;
  return `${value} ${value === '1' ? label.replace(/s$/, '') : label}`;
}

const UNIT_LABELS: Readonly<Record<string, string>> = {
  minute: 'minutes',
  hour: 'hours',
  day: 'days',
  business_day: 'business days',
  week: 'weeks',
  month: 'months',
  year: 'years',
};
