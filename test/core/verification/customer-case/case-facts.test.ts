import { describe, expect, it } from 'vitest';
import { verifyClaim } from '../../../../src/core/verification/index.js';
import { readClaim } from '../../../../src/core/verification/verify-claim.js';
import type { Claim, Language } from '../../../../src/schema/index.js';
import { caseFactsOf, claimOf, indexOf, inputOf } from '../support.js';

const POLICY = {
  'policies/fares.md': `# Fares and refunds

The change fee is CAD 75 for each ticket.
Boarding closes at 15:00 for charter flights.
Bereavement refunds must be requested before travel.
A cancelled ticket is refunded to the card that paid for it.
Each customer may bring one cabin bag.
`,
};

const BOOKING = JSON.stringify({
  booking_id: 'QX42LM',
  status: 'confirmed',
  insurance: false,
  passengers: [{ name: 'Ada Okafor' }],
  total_price: 412.5,
  flight: { number: 'SK118', gate: 'B22', date: '2026-06-03', departure_time: '06:40:00' },
  seats_left: { economy: 12, business: 3 },
});

const TWO_FLIGHTS = JSON.stringify([
  { flight_number: 'SK118', price: 121, departure_time: '06:40:00' },
  { flight_number: 'SK230', price: 155, departure_time: '17:00:00' },
]);

const verdictOf = async (text: string, results: string[], subject: Claim['subject'] = 'rule') => {
  const index = await indexOf(POLICY);
  return await verifyClaim(
    claimOf(text, { subject }),
    inputOf(index, { case_facts: caseFactsOf(results, index) }),
  );
};

describe('what a tool result states of the customer’s own case is supported by it', () => {
  it.each([
    { claim: 'Your fare is $412.50.', result: 'price 412.50' },
    { claim: 'Your booking QX42LM is confirmed.', result: BOOKING },
    { claim: 'Your total is $412.50.', result: BOOKING },
    {
      claim: 'Your flight SK118 departs on 3 June 2026.',
      result: '{"flight":{"number":"SK118","departure_date":"2026-06-03"}}',
    },
    { claim: 'Your flight departs at 06:40.', result: BOOKING },
    { claim: 'Your flight SK230 departs at 17:00.', result: TWO_FLIGHTS },
    { claim: 'Your gate is B22.', result: BOOKING },
    {
      claim: 'Your flight SK118 departs on 3 June.',
      result: '{"flight":{"number":"SK118","departure_date":"2026-06-03"}}',
    },
  ])('$claim', async ({ claim, result }) => {
    const verdict = await verdictOf(claim, [result]);
    expect(verdict).toMatchObject({
      label: 'supported',
      band: 'verified',
      reason: 'supported_by_case_facts',
    });
  });
});

describe('a tool result proves nothing but that', () => {
  it.each([
    { name: 'no rule', claim: 'Fares are $412.50.', result: 'price 412.50' },
    {
      name: 'no permission',
      claim: 'Bereavement refunds are allowed after travel.',
      result: 'bereavement refunds allowed after travel',
    },
    {
      name: 'no permission of a person’s own',
      claim: 'Your bereavement refund is allowed after travel.',
      result: 'bereavement refunds allowed after travel',
    },
    {
      name: 'no permission in a field',
      claim: 'You may request your bereavement refund after travel.',
      result: '{"bereavement_refund":"allowed after travel"}',
    },
    {
      name: 'no other day without its year',
      claim: 'Your flight SK118 departs on 4 June.',
      result: '{"flight":{"number":"SK118","departure_date":"2026-06-03"}}',
    },
    { name: 'no number of another field', claim: 'You have 3 economy seats left.', result: BOOKING },
    { name: 'nothing that a field denies', claim: 'Your booking QX42LM has insurance.', result: BOOKING },
    {
      name: 'no state that a field only names',
      claim: 'Your flight is cancelled.',
      result: '{"flight":{"cancel_deadline":"2026-06-01"}}',
    },
    {
      name: 'no status of another thing',
      claim: 'Your order is completed.',
      result: '{"order_id":"W1","status":"pending","refund_status":"completed"}',
    },
    {
      name: 'not which of two flights is meant',
      claim: 'Your flight departs at 06:40.',
      result: TWO_FLIGHTS,
    },
    {
      name: 'no value of the other flight',
      claim: 'Your flight SK118 departs at 17:00.',
      result: TWO_FLIGHTS,
    },
    { name: 'no other number', claim: 'Your fare is $512.50.', result: 'price 412.50' },
    { name: 'no bound', claim: 'Your fare is at most $412.50.', result: 'price 412.50' },
    { name: 'no word that it lacks', claim: 'Your refundable fare is $412.50.', result: 'price 412.50' },
    {
      name: 'no line that says two numbers',
      claim: 'Your fare is $412.50.',
      result: 'price 412.50, refund 30.00',
    },
  ])('$name: $claim', async ({ claim, result }) => {
    const verdict = await verdictOf(claim, [result]);
    expect(verdict.band).not.toBe('verified');
    expect(verdict.reason).not.toBe('supported_by_case_facts');
  });

  it('nothing that a policy in force says otherwise', async () => {
    const claim = 'Your change fee is CAD 60 for each ticket.';
    const verdict = await verdictOf(claim, ['{"change_fee":60,"ticket":1}', 'change fee 60 each ticket']);
    expect(verdict.band).toBe('failing');
    expect(verdict.label).toBe('contradicted');
  });
});

describe('figures and names of the own case are held against nobody', () => {
  it.each([
    { claim: 'Departure: 06:40 AM', result: BOOKING },
    { claim: 'Economy price: $155', result: TWO_FLIGHTS },
    { claim: 'The total of both flights is $276.', result: TWO_FLIGHTS },
    { claim: 'Your flight SK118 boards with Ada Okafor.', result: BOOKING },
  ])('$claim', async ({ claim, result }) => {
    expect((await verdictOf(claim, [result])).band).toBe('not_verified');
  });
});

describe('a number follows from what tools told', () => {
  const DELAYED = JSON.stringify({
    trip: { due: '07:00', arrived: '09:40', earned: '2025-03-14', from: '2026-10-14', to: '2026-10-16' },
    price_eur: 1040,
    deposit_paid_eur: 156,
    discount_pct: 25,
    departure: '2027-06-19',
  });
  const INSURANCE = {
    'policies/cover.md': `# Cover and fees

Proof of cover is due four weeks before departure.
The handling fee is 5% of the price.
`,
  };
  const comparedOf = async (text: string, lang: Language = 'en') => {
    const index = await indexOf(INSURANCE);
    const claim = claimOf(text, { lang });
    return (await readClaim(claim, inputOf(index, { case_facts: caseFactsOf([DELAYED], index) }))).quantities;
  };

  it.each([
    ['Le car a 2 h 40 de retard.', 'fr'],
    ['The points were earned in March 2025.', 'en'],
    ['You stay from 14 to 16 October.', 'en'],
    ['The balance is €884.', 'en'],
    ['Both together are €1,196.', 'en'],
  ])('%s', async (text, lang) => {
    const compared = await comparedOf(text, lang as Language);
    expect(compared.length).toBeGreaterThan(0);
    expect(compared.every(({ is_case_fact }) => is_case_fact)).toBe(true);
  });

  it.each([
    ['Le car a 2 h 30 de retard.', 'fr'],
    ['The points were earned in April 2025.', 'en'],
    ['You stay from 14 to 17 October.', 'en'],
    ['The balance is €894.', 'en'],
    ['The balance is at most €884.', 'en'],
  ])('not %s', async (text, lang) => {
    const compared = await comparedOf(text, lang as Language);
    expect(compared.some(({ is_case_fact }) => is_case_fact)).toBe(false);
  });

  it('no amounts do not add up to nothing', async () => {
    const index = await indexOf(INSURANCE);
    const booked = caseFactsOf(['{"status": "booked", "departure": "2027-06-19"}'], index);
    const { quantities } = await readClaim(
      claimOf('The handling fee is €0 in your case.'),
      inputOf(index, { case_facts: booked }),
    );
    expect(quantities.map(({ is_case_fact }) => is_case_fact)).toEqual([false]);
  });

  it.each(['We need your proof of cover by 22 May.', 'The handling fee is €52 in your case.'])(
    'with a rule of the policies: %s',
    async (text) => {
      const [compared] = await comparedOf(text);
      expect(compared?.derived?.words).toMatch(/departure|four weeks|5%|1040/);
    },
  );
});

describe('reading a tool result', () => {
  it('is bounded, and never throws on what is no JSON', async () => {
    const index = await indexOf(POLICY);
    const deep = `${'['.repeat(200)}1${']'.repeat(200)}`;
    const wide = JSON.stringify(Array.from({ length: 5_000 }, (_, i) => ({ i, price: i })));
    for (const result of ['{"broken": ', deep, wide, '', 'null', '"text"', '{}'])
      expect(caseFactsOf([result], index).records.length).toBeLessThanOrEqual(1_001);
  });

  it('reads one JSON value a line', async () => {
    const index = await indexOf(POLICY);
    const facts = caseFactsOf(['{"price": 12}\n{"price": 30}\nStatus: open'], index);
    expect(facts.records).toHaveLength(3);
  });
});

describe('what a bot says it did', () => {
  const CANCELLED = '{"booking":"QX42LM","action":"cancelled","refund_usd":412.5,"refunded_on":"2026-05-04"}';

  it('is shown by the tool result that says it was done', async () => {
    const verdict = await verdictOf('I have cancelled booking QX42LM.', [CANCELLED], 'act');
    expect(verdict).toMatchObject({ band: 'verified', reason: 'supported_by_case_facts' });
  });

  it('is not shown with a number that only a policy has', async () => {
    const verdict = await verdictOf('I have cancelled booking QX42LM, refund CAD 75.', [CANCELLED], 'act');
    expect(verdict.band).not.toBe('verified');
  });

  it('is shown though another thing in the result was refused', async () => {
    const result =
      '{"booking":"QX42LM","action":"cancelled","insurance":{"status":"refused"},"note":"exchange not possible"}';
    const verdict = await verdictOf('I have cancelled booking QX42LM.', [result], 'act');
    expect(verdict.band).toBe('verified');
  });

  it('is not shown with an amount that only a sum of the record gives', async () => {
    const result = '{"booking":"QX42LM","action":"cancelled","paid_usd":412.5,"fee_usd":75}';
    const verdict = await verdictOf('I have cancelled booking QX42LM, refund $337.50.', [result], 'act');
    expect(verdict.band).not.toBe('verified');
  });

  it('is not shown with hours that only two times of the record make', async () => {
    const result = '{"booking":"QX42LM","action":"extended","from":"10:00","to":"12:00"}';
    const verdict = await verdictOf('I have extended booking QX42LM by 2 hours.', [result], 'act');
    expect(verdict.band).not.toBe('verified');
  });

  it('is not shown with a number that nobody told', async () => {
    const verdict = await verdictOf('I have cancelled booking QX42LM, refund $421.50.', [CANCELLED], 'act');
    expect(verdict.band).not.toBe('verified');
    expect(verdict.findings).toContainEqual(
      expect.objectContaining({
        check: 'unauthorised-act',
        message: expect.stringMatching(/one of its numbers/),
      }),
    );
  });

  it.each([
    'Error: booking QX42LM cannot be cancelled in this channel',
    '{"booking":"QX42LM","action":"cancelled","success":false}',
    '{"booking":"QX42LM","action":"cancelled","status":"refused"}',
    '{"booking":"QX42LM","action":"cancelled","error":{"code":409}}',
    '{"dossier":"QX42LM","action":"cancelled","statut":"échec"}',
  ])('is not shown by a result that says that it failed: %s', async (result) => {
    const verdict = await verdictOf('I have cancelled booking QX42LM.', [result], 'act');
    expect(verdict).toMatchObject({ band: 'failing', reason: 'no_evidence' });
  });
});
