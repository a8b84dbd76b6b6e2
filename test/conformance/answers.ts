import type { DecisionAction } from '../../src/schema/index.js';

/** A function that the bot calls beside its words. */
export interface ScriptedCall {
  id: string;
  name: string;
  arguments: Record<string, unknown>;
}

/** What the deployment's route does with an answer that fails: see `deployment/plumbline.yaml`. */
export type Regime = 'default' | 'escalating' | 'blocking';

/** An answer that the scripted bot says, and what must become of it on every protocol, whole and streamed. */
export interface ScriptedAnswer {
  id: string;
  question: string;
  text: string;
  regime: Regime;
  decision: DecisionAction;
  /** A word that stands in a failing sentence only, and so may stand in no byte that is sent; null without one. */
  canary: string | null;
  /** Of an answer that is held back: what a stream delivers before the closing message. */
  prefix: string;
  call: ScriptedCall | null;
}

const CANARY = 'Quillonax';

const BOOKING: ScriptedCall = {
  id: 'call_1',
  name: 'book_bicycle',
  arguments: { passengers: 1, note: 'vélo é' },
};

const row = (
  answer: Pick<ScriptedAnswer, 'id' | 'question' | 'text' | 'decision'> & Partial<ScriptedAnswer>,
): ScriptedAnswer => ({
  regime: 'default',
  canary: answer.text.includes(CANARY) ? CANARY : null,
  prefix: '',
  call: null,
  ...answer,
});

/** The answers of the suite; their policies are in `deployment/`. */
export const ANSWERS: readonly ScriptedAnswer[] = [
  row({
    id: 'right',
    question: 'Can I get a refund for my saver ticket?',
    text: 'A saver ticket is refunded if you ask within 14 days of buying it. Meals on board are not refunded.',
    decision: 'pass',
  }),
  row({
    id: 'contradicted',
    question: 'How long can I ask for a refund of my saver ticket?',
    text: `A saver ticket is refunded if you ask within 90 days of buying it, as our ${CANARY} desk confirmed.`,
    decision: 'rewrite',
  }),
  row({
    id: 'unsupported',
    question: 'Is there a lounge?',
    text: `Every passenger gets a free ${CANARY} lounge pass and a massage on arrival.`,
    decision: 'rewrite',
  }),
  row({
    id: 'mixed',
    question: 'What about bicycles, changes and dogs?',
    text: `Each passenger may bring one bicycle. Changing a saver ticket costs $45 at the ${CANARY} desk. Dogs travel free of charge and must be kept on a lead.`,
    decision: 'rewrite',
  }),
  row({
    id: 'no-claims',
    question: 'Hello',
    text: 'Hello! 👋🏽 How can I help you today? 😀',
    decision: 'pass',
  }),
  row({
    id: 'french',
    question: 'Puis-je apporter mon vélo à bord ?',
    text: `Oui. Chaque passager peut apporter un vélo. Modifier un billet économique coûte 45 $ au comptoir ${CANARY}. Les chiens voyagent gratuitement et doivent être tenus en laisse.`,
    decision: 'rewrite',
  }),
  row({
    id: 'markdown',
    question: 'Which cabins are there, and what does a bicycle cost?',
    text: [
      'Here are our **cabins**:',
      '',
      '| Cabin | Berths | Price |',
      '|---|---|---|',
      '| Inside cabin | 2 | $64 |',
      `| Outside cabin | 2 | $49 (${CANARY} price) |`,
      '| Family cabin | 4 | $118 |',
      '',
      '- Each passenger may bring *one* bicycle.',
      `- A bicycle ticket costs $23 at the ${CANARY} desk.`,
      '',
    ].join('\n'),
    decision: 'rewrite',
  }),
  row({
    id: 'tool-call',
    question: 'Please book a bicycle for me.',
    text: `Each passenger may bring one bicycle. A bicycle ticket costs $23 at the ${CANARY} desk.`,
    decision: 'rewrite',
    call: BOOKING,
  }),
  row({
    id: 'escalated',
    question: 'What about bicycles, changes and dogs?',
    text: `Each passenger may bring one bicycle. Changing a saver ticket costs $45 at the ${CANARY} desk. Dogs travel free of charge and must be kept on a lead.`,
    regime: 'escalating',
    decision: 'escalate',
    prefix: 'Each passenger may bring one bicycle. ',
  }),
  row({
    id: 'escalated-at-once',
    question: 'How long can I ask for a refund of my saver ticket?',
    text: `A saver ticket is refunded if you ask within 90 days of buying it, as our ${CANARY} desk confirmed. Each passenger may bring one bicycle.`,
    regime: 'escalating',
    decision: 'escalate',
  }),
  row({
    id: 'escalated-french',
    question: 'Puis-je apporter mon vélo à bord ?',
    text: `Chaque passager peut apporter un vélo. Modifier un billet économique coûte 45 $ au comptoir ${CANARY}. Les chiens voyagent gratuitement et doivent être tenus en laisse.`,
    regime: 'escalating',
    decision: 'escalate',
    prefix: 'Chaque passager peut apporter un vélo. ',
  }),
  row({
    id: 'escalated-call',
    question: 'Please book a bicycle for me.',
    text: `Each passenger may bring one bicycle. A bicycle ticket costs $23 at the ${CANARY} desk.`,
    regime: 'escalating',
    decision: 'escalate',
    prefix: 'Each passenger may bring one bicycle. ',
    call: BOOKING,
  }),
  row({
    id: 'blocked',
    question: 'Can I get a refund for my saver ticket?',
    text: `Hello! A saver ticket is refunded if you ask within 90 days of buying it. Ask the ${CANARY} desk for it.`,
    regime: 'blocking',
    decision: 'block',
    prefix: 'Hello! ',
  }),
  row({
    id: 'blocked-call',
    question: 'Can I get a refund for my saver ticket?',
    text: `A saver ticket is refunded if you ask within 90 days of buying it. Ask the ${CANARY} desk for it.`,
    regime: 'blocking',
    decision: 'block',
    call: BOOKING,
  }),
];

/** The row of an id. @throws {Error} for an id that no row has. */
export const answerOf = (id: string): ScriptedAnswer => {
  const answer = ANSWERS.find((one) => one.id === id);
  if (answer === undefined) throw new Error(`The suite has no answer "${id}".`);
  return answer;
};
