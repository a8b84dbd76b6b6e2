import { type Storage, storageOn } from '../../src/adapters/storage/index.js';
import { nodeCrypto, sqliteStore } from '../../src/adapters/storage/sqlite/index.js';
import type { AuditRecord } from '../../src/schema/index.js';
import { auditRecord } from '../contract/fixture.js';
import { ADA, as, BEN, claim, newHandoff, resolve, SYSTEM } from '../contract/handoff-fixture.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Ends at noon of this day, in UTC. */
const END = Date.parse('2026-03-01T12:00:00Z');

/** The same numbers in [0, 1) at every run. */
const numbers = (): (() => number) => {
  let state = 20_260_301;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
};

/** Shares of outcomes, one after the other up to 1. */
const OUTCOMES: readonly [
  until: number,
  decision: AuditRecord['decision'],
  reason: string,
  band?: 'verified',
][] = [
  [0.5, 'pass', 'grounded', 'verified'],
  [0.58, 'pass', 'no_checkable_claim'],
  [0.74, 'pass', 'not_verified'],
  [0.84, 'rewrite', 'contradicted', 'verified'],
  [0.88, 'block', 'strict_topic'],
  [0.92, 'escalate', 'rewrite_failed'],
  [0.96, 'escalate', 'customer_asked'],
  [0.98, 'escalate', 'legal_right:dispute'],
  [1, 'escalate', 'check_failed:index_empty'],
];

/** Stores in memory in which bots and people worked for some days, until noon of 1 March 2026. */
export const countedDays = async (days: number, answersPerDay: number): Promise<Storage> => {
  const storage = await storageOn(sqliteStore(':memory:', 'normal'), nodeCrypto);
  const random = numbers();
  const count = days * answersPerDay;
  const appended: Promise<unknown>[] = [];
  for (let at = 0; at < count; at += 1) {
    const hourOfDay = 9 + Math.floor((random() + random()) * 8);
    const opened_at_ms = Math.min(
      END - 20 * MINUTE_MS,
      END - (12 + 24 * Math.floor(at / answersPerDay)) * HOUR_MS + (hourOfDay + random()) * HOUR_MS,
    );
    const route = random() < 0.7 ? 'default' : 'loyalty';
    const language = random() < 0.65 ? 'en' : 'fr';
    const chance = random();
    const [, decision, reason, band] = OUTCOMES.find(([until]) => chance < until) ?? OUTCOMES[0] ?? [];
    if (decision === undefined) throw new Error('no outcome');
    const id = `r${at}`;
    const record = answered({ id, route, language, opened_at_ms: Math.floor(opened_at_ms) }, band);
    appended.push(storage.audit.append({ ...record, decision, reason: reason as AuditRecord['reason'] }));
    if (decision === 'escalate') await handle(storage, record, reason ?? '', random);
  }
  await Promise.all(appended);
  return storage;
};

const answered = (
  place: Pick<AuditRecord, 'id' | 'route' | 'language' | 'opened_at_ms'>,
  band: 'verified' | undefined,
): AuditRecord => {
  const record = auditRecord({ ...place, id: place.id, conversation_id: `c-${place.id}` });
  const upstream = { name: place.route === 'loyalty' ? 'points' : 'concierge', model: 'bot-1', status: 200 };
  if (band === undefined) return { ...record, upstream, choices: [] };
  const choices = record.choices.map((choice) => ({
    ...choice,
    claims: choice.claims.map((one) => ({ ...one, band })),
    released: choice.withheld,
    withheld: [],
  }));
  return { ...record, upstream, choices };
};

/** Most cases are taken, answered and resolved; of those of the last hour some still wait. */
const handle = async (
  { handoffs }: Storage,
  { id, route, language, opened_at_ms }: AuditRecord,
  reason: string,
  random: () => number,
): Promise<void> => {
  const place = { tenant: 'default', route, conversation_id: `c-${id}` };
  const agent = random() < 0.6 ? ADA : BEN;
  if (random() < 0.4) {
    await handoffs.note(place, { at_ms: opened_at_ms, offer: { reason: 'frustration' } });
    if (random() < 0.3) return void (await handoffs.note(place, { at_ms: opened_at_ms + 1, offer: null }));
  }
  const lang = language === 'fr' ? 'fr' : 'en';
  const opening = newHandoff({ ...place, id: `h-${id}`, record_id: id, reason, language: lang });
  await handoffs.open({ ...opening, at_ms: opened_at_ms, actor: SYSTEM });
  const claimedAt = Math.floor(opened_at_ms + (1 + random() * 14) * MINUTE_MS);
  if (claimedAt > END - 15 * MINUTE_MS) return;
  await handoffs.change('default', `h-${id}`, claim(agent, claimedAt));
  const said = {
    kind: 'person_message',
    at_ms: claimedAt + MINUTE_MS,
    actor: as(agent),
    text: 'Hello.',
  } as const;
  await handoffs.change('default', `h-${id}`, said);
  const endAt = Math.floor(claimedAt + (3 + random() * 40) * MINUTE_MS);
  if (endAt < END) await handoffs.change('default', `h-${id}`, resolve(agent, endAt));
};
