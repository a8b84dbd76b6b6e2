import type { QuantityKind } from '../../schema/index.js';

export interface UnitMeaning {
  readonly kind: QuantityKind;
  /** Canonical unit. */
  readonly unit: string;
  /** Factor from the written number to `unit`. */
  readonly factor: number;
  /** Factor from `unit` to the base of the kind (hours, kg, cm), null where it does not convert. */
  readonly base: number | null;
}

const duration = (unit: string, base: number | null, factor = 1): UnitMeaning => ({
  kind: 'duration',
  unit,
  factor,
  base,
});
const weight = (factor: number): UnitMeaning => ({ kind: 'weight', unit: 'kg', factor, base: 1 });
const length = (factor: number): UnitMeaning => ({ kind: 'length', unit: 'cm', factor, base: 1 });
const money = (unit: string, factor = 1): UnitMeaning => ({ kind: 'money', unit, factor, base: 1 });
const measure = (unit: string, factor = 1): UnitMeaning => ({ kind: 'count', unit, factor, base: 1 });

/**
 * Unit concepts of the lexicon. A month counts 30 days and a year twelve months (8,640 hours), so that 24 months equal
 * two years; business days convert to nothing.
 */
export const UNITS: Readonly<Record<string, UnitMeaning>> = {
  'unit.second': duration('second', 1 / 3600),
  'unit.minute': duration('minute', 1 / 60),
  'unit.hour': duration('hour', 1),
  'unit.day': duration('day', 24),
  'unit.business_day': duration('business_day', null),
  'unit.week': duration('week', 168),
  'unit.fortnight': duration('week', 168, 2),
  'unit.month': duration('month', 720),
  'unit.quarter': duration('month', 720, 3),
  'unit.year': duration('year', 8640),
  'unit.year_old': { kind: 'age', unit: 'year', factor: 1, base: 1 },
  'unit.kg': weight(1),
  'unit.g': weight(0.001),
  'unit.lb': weight(0.45359237),
  'unit.oz': weight(0.028349523),
  'unit.tonne': weight(1000),
  'unit.cm': length(1),
  'unit.mm': length(0.1),
  'unit.m': length(100),
  'unit.km': length(100_000),
  'unit.mile': length(160_934.4),
  'unit.inch': length(2.54),
  'unit.foot': length(30.48),
  'unit.m2': measure('m2'),
  'unit.m3': measure('m3'),
  'unit.litre': measure('litre'),
  'unit.ml': measure('litre', 0.001),
  'unit.kwh': measure('kwh'),
  'unit.wh': measure('kwh', 0.001),
  'unit.kw': measure('kw'),
  'unit.gb': measure('gb'),
  'unit.mb': measure('gb', 0.001),
  'unit.mbps': measure('mbps'),
  'unit.degree': measure('degree'),
  'unit.percent': { kind: 'percent', unit: 'percent', factor: 1, base: 1 },
  'unit.points': { kind: 'points', unit: 'points', factor: 1, base: 1 },
  'unit.dollar': money('money'),
  'unit.euro': money('EUR'),
  'unit.pound': money('GBP'),
  'unit.franc': money('CHF'),
  'unit.cent': money('money', 0.01),
};

/** Currency by ISO code, by symbol, and by the short forms that stand before "$". */
export const CURRENCIES: Readonly<Record<string, string>> = {
  cad: 'CAD',
  usd: 'USD',
  eur: 'EUR',
  gbp: 'GBP',
  chf: 'CHF',
  aud: 'AUD',
  nzd: 'NZD',
  jpy: 'JPY',
  sek: 'SEK',
  nok: 'NOK',
  dkk: 'DKK',
  $: 'money',
  '€': 'EUR',
  '£': 'GBP',
};

export const DOLLAR_PREFIXES: Readonly<Record<string, string>> = {
  us: 'USD',
  c: 'CAD',
  ca: 'CAD',
  cad: 'CAD',
  a: 'AUD',
  au: 'AUD',
  nz: 'NZD',
};

/** Base value of a number in a unit; whole years given in days count as years. */
export function baseValue(meaning: UnitMeaning, value: number): number | null {
  if (meaning.base === null) return null;
  if (meaning.unit === 'day' && value > 0 && value % 365 === 0) return (value / 365) * 8640;
  return Number((value * meaning.base).toFixed(6));
}
