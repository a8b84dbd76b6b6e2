import { describe, expect, it } from 'vitest';
import { reasonInWords } from '../../../src/core/escalation/reason-words.js';

describe('reasonInWords', () => {
  it.each([
    {
      name: 'a reason',
      reason: 'customer_asked',
      en: 'Asked for a person',
      fr: 'Demande à parler à une personne',
    },
    {
      name: 'its detail',
      reason: 'legal_right:dispute',
      en: 'A charge is disputed',
      fr: 'Un débit est contesté',
    },
    {
      name: 'a detail that has no words of its own',
      reason: 'check_failed:deadline',
      en: 'A check could not be carried out',
      fr: 'Une vérification n’a pas pu être faite',
    },
    {
      name: 'the topic that was reserved',
      reason: 'reserved_topic:medical_leave',
      en: 'A topic for people: medical leave',
      fr: 'Un sujet réservé aux personnes : medical leave',
    },
    { name: 'a reason that is not known', reason: 'new_kind', en: 'new kind', fr: 'new kind' },
  ])('says $name in words', ({ reason, en, fr }) => {
    expect(reasonInWords(reason, 'en')).toBe(en);
    expect(reasonInWords(reason, 'fr')).toBe(fr);
  });
});
