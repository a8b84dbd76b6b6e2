import { describe, expect, it } from 'vitest';
import { proposeReply } from '../../../../src/core/escalation/desk/index.js';
import { groundAnswer } from '../../../../src/core/pipeline.js';
import { groundingRequest } from '../../../support/grounding-request.js';
import { knowledgeOf } from '../../../support/knowledge.js';

const POLICIES = {
  'policies/late-bags.md':
    '---\ntitle: Late bags\nlang: en\n---\n# Late bags\n\n## 1. Purchases\n\nWe reimburse necessary purchases up to CAD 90 a day, for at most 6 days.\n\n## 2. Receipts\n\nReceipts are accepted up to 45 days after your arrival.\n',
  'policies/late-bags.fr.md':
    '---\ntitle: Bagages en retard\nlang: fr\n---\n# Bagages en retard\n\n## 1. Achats\n\nNous remboursons les achats nécessaires jusqu’à 90 $ par jour, pendant 6 jours au plus.\n\n## 2. Reçus\n\nLes reçus sont acceptés jusqu’à 45 jours après votre arrivée.\n',
};
const FARES =
  'origin,destination,fare class,fare_cad\nToronto,Oslo,Mini,169\nToronto,Oslo,Tempo,249\nToronto,Rome,Mini,149\n';
const WRONG = 'We reimburse necessary purchases up to CAD 150 a day, for at most 6 days.';
const RIGHT = 'Receipts are accepted up to 45 days after your arrival.';

const propose = async (answer: string, over: Parameters<typeof groundingRequest>[0] = {}) => {
  const ports = { knowledge: { index: await knowledgeOf({ ...POLICIES, 'knowledge/fares.csv': FARES }) } };
  const request = groundingRequest({
    messages: [{ role: 'user', content: 'My bag is late. What do you pay?' }],
    ...over,
  });
  const { outcome, language } = await groundAnswer(request, answer, ports);
  const reply = await proposeReply(
    { choice: { original_answer: answer, claims: outcome.claims }, lang: language, request },
    ports,
    new AbortController().signal,
  );
  return { reply, request, ports };
};

describe('proposeReply', () => {
  it('puts the clause that says otherwise in place of a wrong claim and keeps what is verified', async () => {
    const { reply } = await propose(`Great news! ${WRONG} ${RIGHT}`);
    expect(reply?.text).toContain('CAD 90 a day');
    expect(reply?.text).not.toContain('150');
    expect(reply?.text).toContain(RIGHT);
    expect(reply?.clauses).toMatchObject([{ source: 'policies/late-bags.md', section: '1. Purchases' }]);
  });

  it('leaves out words without a claim: they may promise what the rest no longer says', async () => {
    const { reply } = await propose(`Great news! ${WRONG}`);
    expect(reply?.text).not.toContain('Great news');
  });

  it('is the bot’s own answer where all of it is verified', async () => {
    const { reply } = await propose(RIGHT);
    expect(reply).toEqual({ text: RIGHT, clauses: [], unanswered: [] });
  });

  it('puts a wrong number right from the table that contradicts it, where the checks bear the sentence out', async () => {
    const { reply } = await propose('The Mini fare from Toronto to Oslo is CAD 149.', {
      messages: [{ role: 'user', content: 'What is the Mini fare from Toronto to Oslo?' }],
    });
    expect(reply?.text).toBe('The Mini fare from Toronto to Oslo is CAD 169.');
  });

  it('quotes in the answer’s language', async () => {
    const { reply } = await propose('Nous remboursons les achats nécessaires jusqu’à 150 $ par jour.', {
      language: 'fr',
      messages: [{ role: 'user', content: 'Ma valise est en retard. Que payez-vous?' }],
    });
    expect(reply?.text).toContain('90 $ par jour');
    expect(reply?.text).toContain('Notre règlement');
  });

  it.each([
    { name: 'nothing in force bears on the claim', answer: 'Dogs travel free of charge in the cabin.' },
    { name: 'the bot said nothing that can be checked', answer: 'Good morning! How are you?' },
    {
      name: 'one failing claim of several finds no answer',
      answer: `${RIGHT} Call the Paw Desk at 1-800-555-0199 about dogs.`,
    },
    { name: 'the bot said nothing', answer: '' },
  ])('proposes none where $name', async ({ answer }) => {
    expect((await propose(answer)).reply).toBeNull();
  });

  it('names the undecided claims on which it is silent', async () => {
    const { reply } = await propose(`${RIGHT} Receipts often get lost.`);
    expect(reply?.text).toBe(RIGHT);
    expect(reply?.unanswered.join(' ')).toContain('Receipts often get lost');
  });

  it('what it proposes draws no advice when it is checked', async () => {
    const { reply, request, ports } = await propose(`${WRONG} ${RIGHT}`);
    const { outcome } = await groundAnswer(request, reply?.clauses[0]?.quote ?? '', ports);
    expect(outcome.claims.map(({ band }) => band)).toEqual(['verified']);
  });
});
