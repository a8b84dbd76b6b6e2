import type { Quantity } from '../../../schema/index.js';
import type { Check, CheckInput, Signal } from '../check.js';
import { type CaseField, type CaseRecord, isBareCount } from '../customer-case/case-facts.js';
import { sameValue } from '../numbers/quantities.js';

/** The claim speaks of what is the customer's. */
const OWN = /(?<!\p{L})(?:yours?|you|votre|vos|vous)(?!\p{L})/iu;
/** Names of one thing: a tool's "price" is what the answer calls the fare. */
const AMOUNT: ReadonlySet<string> = new Set([
  'fee.price',
  'fee.amount',
  'fee.total',
  'travel.fare',
  'act.cost',
]);

/**
 * What a tool result says of the customer's own case, word for word and number for number: no rule, permission, condition
 * or denial. Each word of the claim must be a value of one record, or the name of a field whose value the claim gives;
 * where another record differs in such a field, the claim must say which one it means.
 */
export const caseFactCheck: Check = {
  name: 'case-fact',
  run(input): Signal | null {
    if (input.case_facts.records.length === 0 || !isPlainFact(input)) return null;
    const { records } = input.case_facts;
    const isStated = records.some((record) => {
      const stated = record.is_text ? statedByText(record, input) : statedByFields(record, input);
      return stated !== null && records.every((other) => !rivals(other, record, stated, input));
    });
    return isStated ? { relation: 'supports', strength: 1, finding: null, passages: [] } : null;
  },
};

const isPlainFact = ({ claim, reading, focus }: CheckInput): boolean =>
  claim.subject !== 'act' &&
  (claim.subject === 'own_case' || OWN.test(claim.text)) &&
  focus.own.size > 0 &&
  reading.statements.every(isPlain) &&
  reading.quantifiers.length === 0 &&
  reading.times.every(({ event, quantity }) => event === null || quantity === null) &&
  reading.quantities.every(({ comparator }) => comparator === 'equal');

const isPlain = ({ role, modality, negated }: CheckInput['reading']['statements'][number]): boolean =>
  role === 'main' && modality === 'stated' && !negated;

/** A line says of one thing what the claim says of it: all its words, and no other number of the kind. */
const statedByText = ({ fields }: CaseRecord, { reading, focus }: CheckInput): CaseField[] | null => {
  const [line] = fields;
  if (line?.reading == null || !line.reading.statements.every(isPlain) || line.reading.quantifiers.length > 0)
    return null;
  const { quantities } = line;
  const isNumberHeld = (quantity: Quantity): boolean =>
    quantities.length === 1 && quantities.every((other) => isEqual(quantity, other));
  return reading.quantities.every(isNumberHeld) &&
    [...focus.own.keys()].every((key) => line.keys.has(key) || isAmount(key, line.keys))
    ? [line]
    : null;
};

/** The fields whose values the claim gives, where they and the names of the record hold all of its words. */
const statedByFields = ({ fields }: CaseRecord, { reading, focus }: CheckInput): CaseField[] | null => {
  const own = new Set(focus.own.keys());
  const isNamed = ({ named }: CaseField): boolean =>
    [...named].every((key) => own.has(key) || AMOUNT.has(key));
  const stated = new Set<CaseField>();
  for (const quantity of reading.quantities) {
    const comparable = fields.filter((field) => isNamed(field) && statesNumber(field, quantity) !== null);
    if (comparable.length === 0 || !comparable.every((field) => statesNumber(field, quantity) === true))
      return null;
    for (const field of comparable) stated.add(field);
  }
  for (const field of fields)
    if (
      !field.denies &&
      isPlainValue(field) &&
      isNamed(field) &&
      [...field.keys].every((key) => own.has(key))
    )
      stated.add(field);
  if (stated.size === 0) return null;
  const held = new Set([...stated].flatMap((field) => [...field.keys, ...field.path]));
  for (const { identifies } of fields) for (const key of identifies) held.add(key);
  const denied = fields.some(
    ({ denies, named }) => denies && named.size > 0 && [...named].every((key) => own.has(key)),
  );
  return !denied && [...own].every((key) => held.has(key) || isAmount(key, held)) ? [...stated] : null;
};

const isPlainValue = ({ keys, reading }: CaseField): boolean =>
  keys.size > 0 && (reading?.statements ?? []).every(({ negated }) => !negated);

/** Whether the field has the claim's number; null where it has none of the kind. */
const statesNumber = (field: CaseField, quantity: Quantity): boolean | null => {
  if (field.number !== null)
    return quantity.kind === 'date' || quantity.kind === 'time_of_day'
      ? null
      : field.number === quantity.value;
  const comparable = field.quantities.filter((other) => other.kind === quantity.kind);
  return comparable.length === 0 ? null : comparable.some((other) => sameValue(quantity, other));
};

/** A bare number of a line, "price 412.50", has no unit. */
const isEqual = (claim: Quantity, other: Quantity): boolean =>
  sameValue(claim, other) || (isBareCount(other) && other.value === claim.value);

const isAmount = (key: string, keys: ReadonlySet<string>): boolean =>
  AMOUNT.has(key) && [...AMOUNT].some((other) => keys.has(other));

/** Another record has another value in a field that the claim gives, and nothing else that the claim says tells which it means. */
const rivals = (
  other: CaseRecord,
  record: CaseRecord,
  stated: readonly CaseField[],
  input: CheckInput,
): boolean =>
  other !== record &&
  stated.some(
    (field) =>
      !other.fields.includes(field) &&
      other.fields.some(({ name, value }) => name === field.name && value !== field.value) &&
      !record.fields.some((beside) => beside !== field && isSaid(beside, input) && !isIn(beside, other)),
  );

const isSaid = ({ keys, quantities }: CaseField, { focus, reading }: CheckInput): boolean =>
  [...keys].some((key) => focus.own.has(key)) ||
  quantities.some((own) => reading.quantities.some((quantity) => sameValue(quantity, own)));

const isIn = ({ value }: CaseField, { fields }: CaseRecord): boolean =>
  fields.some((field) => field.value === value);
