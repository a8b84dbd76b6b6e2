import { describe, expect, it } from 'vitest';
import { buildSnapshot } from '../../../src/core/indexing/index.js';

const read = async (text: string, source = 'knowledge/fees.csv') => {
  const { snapshot, problems } = await buildSnapshot('test', [{ source, text }]);
  return { problems, passages: snapshot.passages };
};
const keysOf = async (text: string) =>
  (await read(text)).passages[0]?.row?.cells.filter((cell) => cell.is_key).map((cell) => cell.column);
const cellOf = async (text: string, column: string) =>
  (await read(text)).passages[0]?.row?.cells.find((cell) => cell.column === column);

describe('CSV tables', () => {
  it('make each row a passage with its raw line as the quote', async () => {
    const text = 'lake,boat,fee_cad\r\nMoon,single,40\r\nMoon,double,65\r\n';
    const { passages, problems } = await read(text);
    expect(problems).toEqual([]);
    expect(passages.map(({ quote, text }) => [quote, text])).toEqual([
      ['Moon,single,40', 'lake: Moon; boat: single; fee: 40 CAD'],
      ['Moon,double,65', 'lake: Moon; boat: double; fee: 65 CAD'],
    ]);
    expect(passages[0]).toMatchObject({
      section: 'fees',
      heading_path: ['fees'],
      kind: 'table_row',
      row: { table: 'fees' },
    });
  });

  it('are read with any usual delimiter, a byte order mark, quoted delimiters and line ends', async () => {
    const text = '\uFEFFlake;note;fee_eur\nMoon;"open; mostly\nin summer";4,5\nSun;closed;3\n';
    const { passages, problems } = await read(text);
    expect(problems).toEqual([]);
    for (const passage of passages)
      expect(text.slice(passage.start_char, passage.end_char)).toBe(passage.quote);
    expect(passages[0]?.quote).toBe('Moon;"open; mostly\nin summer";4,5');
    expect(passages[0]?.row?.cells[2]).toMatchObject({ number: 4.5, unit: 'EUR' });
    expect(passages[1]?.quote).toBe('Sun;closed;3');
  });

  it.each([
    { column: 'fee_cad', value: '40', number: 40, unit: 'CAD' },
    { column: 'standing_charge_per_day_usd', value: '1,519.50', number: 1519.5, unit: 'USD' },
    { column: 'deposit_percent', value: '12', number: 12, unit: 'percent' },
    { column: 'allowance_kg', value: '23', number: 23, unit: 'kg' },
    { column: 'working_days', value: '3', number: 3, unit: 'business_day' },
    { column: 'opens_minutes_before', value: '45', number: 45, unit: 'minute' },
    { column: 'peak_points_one_way', value: '9000', number: 9000, unit: 'points' },
    { column: 'delay', value: '10 jours ouvrables', number: 10, unit: 'business_day' },
    { column: 'fee', value: '$7.50', number: 7.5, unit: 'money' },
    { column: 'frais', value: '1 250,50 €', number: 1250.5, unit: 'EUR' },
    { column: 'fee_cad', value: 'not permitted', number: null, unit: null },
    { column: 'delay_days', value: '2-4', number: null, unit: null },
    { column: 'late_fee', value: '8', number: 8, unit: 'money' },
    { column: 'data', value: '8 GB', number: 8, unit: 'gb' },
    { column: 'data', value: '8 hats', number: null, unit: null },
    { column: 'max_length_m', value: '4.5', number: 450, unit: 'cm' },
  ])('type "$value" in $column', async ({ column, value, number, unit }) => {
    expect(await cellOf(`name,${column}\nMoon,"${value}"\n`, column)).toEqual({
      column,
      value,
      number,
      unit,
      is_key: false,
    });
  });

  it('take the unit from a currency column or a cell that names it, for amounts and not for counts', async () => {
    const plans = 'plan,currency,min_purchase,payments\nQuad,EUR,30,4\n';
    expect(await cellOf(plans, 'min_purchase')).toMatchObject({ number: 30, unit: 'EUR' });
    expect(await cellOf(plans, 'payments')).toMatchObject({ number: 4, unit: null });
    expect(
      await cellOf('name,currency,missed_payment_fee\nQuad,EUR,3\n', 'missed_payment_fee'),
    ).toMatchObject({ unit: 'EUR' });
    expect(await cellOf('limit,Basic\nSending per day (£),50\n', 'Basic')).toMatchObject({
      number: 50,
      unit: 'GBP',
    });
    expect(await cellOf('service,Seconde\nDélai de retour (jours),14\n', 'Seconde')).toMatchObject({
      number: 14,
      unit: 'day',
    });
    expect(await cellOf('service,Seconde\nRepas (au choix),2\n', 'Seconde')).toMatchObject({
      number: 2,
      unit: null,
    });
    expect(await cellOf('limit,Basic\nSending per day GBP,50\n', 'Basic')).toMatchObject({
      number: 50,
      unit: 'GBP',
    });
    expect(await cellOf('desk,type,amount\nDock,percent of the price,11\n', 'amount')).toMatchObject({
      unit: 'percent',
    });
  });

  it.each([
    {
      name: 'the text columns that tell rows apart',
      text: 'lake,boat,fee\nA,single,1\nA,double,2\nB,single,1\n',
      keys: ['lake', 'boat'],
    },
    {
      name: 'not yes and no columns behind a unique name',
      text: 'item,milk,egg\nPie,yes,no\nTart,yes,no\nFlan,no,no\n',
      keys: ['item'],
    },
    {
      name: 'a unique code beside a unique name',
      text: 'dock,code,fee\nMoon,MO,1\nSun,SU,1\n',
      keys: ['dock', 'code'],
    },
    {
      name: 'a later text column rather than a number',
      text: 'item,max,channel\nBox,3,window\nBox,6,counter\nCup,6,counter\n',
      keys: ['item', 'channel'],
    },
    {
      name: 'a number where there is no text',
      text: 'cover_gbp,price_gbp\n50,1\n100,1\n',
      keys: ['cover_gbp'],
    },
    {
      name: 'no currency column',
      text: 'country,currency,fee\nCanada,CAD,8\nIreland,EUR,6\n',
      keys: ['country'],
    },
  ])('key columns are $name', async ({ text, keys }) => expect(await keysOf(text)).toEqual(keys));

  it.each([
    { name: 'a row with too few cells', text: 'a,b\n1,2\n3\n', line: 3, says: '1 cells' },
    { name: 'a row with too many cells', text: 'a,b\n1,2,3\n', line: 2, says: 'double quotes' },
    { name: 'a quote that is not closed', text: 'a,b\n"1,2\n', line: 2, says: 'quoted cell' },
    { name: 'a column twice', text: 'a,a\n1,2\n', line: 1, says: 'two columns' },
    { name: 'a column without a name', text: 'a,\n1,2\n', line: 1, says: 'no name' },
    { name: 'no rows', text: 'a,b\n', line: 1, says: 'no rows' },
    { name: 'an empty file', text: '\n', line: 1, says: 'empty' },
  ])('$name is named with its line and keeps the file out', async ({ text, line, says }) => {
    const { problems, passages } = await read(text);
    expect(problems[0]).toEqual({
      severity: 'error',
      source: 'knowledge/fees.csv',
      line,
      message: expect.stringContaining(says),
    });
    expect(passages).toEqual([]);
  });
});

describe('JSON tables', () => {
  const JSON_TABLE =
    '[\n  { "boat": "single {small}", "max": 4, "open": true },\n  { "boat": "double", "max": null, "open": false }\n]\n';

  it('make each record a passage that quotes its object', async () => {
    const { passages, problems } = await read(JSON_TABLE, 'knowledge/limits.json');
    expect(problems).toEqual([]);
    expect(passages.map(({ quote }) => quote)).toEqual([
      '{ "boat": "single {small}", "max": 4, "open": true }',
      '{ "boat": "double", "max": null, "open": false }',
    ]);
    expect(passages.map(({ text }) => text)).toEqual([
      'boat: single {small}; max: 4; open: yes',
      'boat: double; open: no',
    ]);
  });

  it.each([
    { name: 'broken JSON', text: '[\n {"a": 1},\n {"a" 2}\n]', line: 3, says: 'not valid JSON' },
    { name: 'an object', text: '{"a": 1}', line: 1, says: 'array of records' },
    { name: 'an empty array', text: '[]', line: 1, says: 'array of records' },
    { name: 'a nested record', text: '[\n {"a": 1},\n {"a": [2]}\n]', line: 3, says: 'record 2 is not flat' },
    { name: 'a bare value', text: '[1]', line: 1, says: 'record 1 is not flat' },
  ])('$name is named with its line', async ({ text, line, says }) => {
    const { problems, passages } = await read(text, 'knowledge/limits.json');
    expect(problems[0]).toEqual({
      severity: 'error',
      source: 'knowledge/limits.json',
      line,
      message: expect.stringContaining(says),
    });
    expect(passages).toEqual([]);
  });
});
