/** Acts that policies and answers name in turn: asking for a thing, being given it, being paid it. */
export const ASK = new Set(['act.request', 'act.apply', 'act.claim', 'act.submit']);
const GRANT = new Set([
  'act.give',
  'act.receive',
  'act.approve',
  'act.allow',
  'act.accept',
  'act.offer',
  'act.provide',
  'act.apply_rule',
]);
const PAY = new Set(['act.refund', 'act.credit_account', 'act.compensate']);
const FAMILIES: readonly ReadonlySet<string>[] = [ASK, GRANT, PAY];

/** The family of an act; null for one that stands alone. */
export const familyOf = (act: string): ReadonlySet<string> | null =>
  FAMILIES.find((family) => family.has(act)) ?? null;

/** Giving or paying: what an operator does for the customer. */
export const isGrant = (act: string): boolean => GRANT.has(act) || PAY.has(act);

/** Asking the operator for something. */
export const isAsking = (act: string): boolean => ASK.has(act);

/** Whether an act is one of asking, giving or paying, which says nothing of what is asked for. */
export const isOfFamily = (act: string): boolean => familyOf(act) !== null;
