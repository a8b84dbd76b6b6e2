import { describe, expect, it } from 'vitest';
import { verifyClaim } from '../../../../src/core/verification/index.js';
import type { OperatingThresholds } from '../../../../src/schema/index.js';
import { caseFactsOf, claimOf, indexOf, inputOf } from '../support.js';

const index = await indexOf({
  'policies/keys.md': `# Keys

Lost keys are replaced by the caretaker within two days. Bring your tenancy contract when you come for a key.
`,
  'policies/cles.md': `---
lang: fr
---
# Caves

Les caves se louent au mois. Le gardien remet la clé de la cave sur présentation du bail.
`,
});

const at = (risk_alone: number): OperatingThresholds => {
  const point = { failing: 0.02, risk_alone, verified: 0.01 };
  return { cautious: point, balanced: point, permissive: point };
};

/** A claim that no check speaks against, and that no clause bears out. */
const CLAIM = 'The caretaker looks after keys with care.';

describe('a claim that no check speaks against', () => {
  const judge = (text: string, risk_alone: number, lang: 'en' | 'fr' = 'en') =>
    verifyClaim(claimOf(text, { lang }), inputOf(index, { thresholds: at(risk_alone) }));

  it('fails by its risk alone, as one that no clause bears out', async () => {
    const verdict = await judge(CLAIM, 0.02);
    expect(verdict).toMatchObject({ band: 'failing', label: 'unsupported', reason: 'no_evidence' });
    expect(verdict.findings).toEqual([
      {
        kind: 'fabricated',
        check: 'risk',
        message: expect.stringMatching(
          /^No policy or table in force bears this out; the nearest passage is “.+”/,
        ),
      },
    ]);
    expect(verdict.is_proven).toBeUndefined();
  });

  it('names what the nearest passage says nothing of', async () => {
    const verdict = await judge('Le gardien remet la clé de la cave avec le sourire.', 0.02, 'fr');
    expect(verdict.findings[0]?.message).toMatch(/which says nothing of “sourire”\.$/);
  });

  it('passes marked below that risk, whatever the risk from which others fail', async () => {
    expect(await judge(CLAIM, 2)).toMatchObject({ band: 'not_verified', reason: 'undecided' });
  });

  it('counts what no policy mentions as silence, and names it', async () => {
    const claim = 'The caretaker offers a sauna to every tenant.';
    expect(await judge(claim, 2)).toMatchObject({ band: 'not_verified' });
    const verdict = await judge(claim, 0.02);
    expect(verdict).toMatchObject({ band: 'failing', label: 'unsupported' });
    expect(verdict.findings[0]).toMatchObject({ check: 'unknown-thing' });
    expect(verdict.findings[0]?.message).toContain('sauna');
  });

  it('passes marked where it tells of the case that tools told of', async () => {
    const case_facts = caseFactsOf(['{"key": {"holder": "caretaker", "state": "ready"}}'], index);
    const claim = claimOf('Your key lies with the caretaker.', { subject: 'own_case' });
    expect(await verifyClaim(claim, inputOf(index, { thresholds: at(0.02), case_facts }))).not.toMatchObject({
      band: 'failing',
    });
  });
});
