import { describe, expect, it } from 'vitest';
import {
  endedText,
  handoffText,
  momentWords,
  offerText,
  personText,
  waitingText,
  waitWords,
} from '../../../../src/core/escalation/index.js';

const REFERENCE = '7QX3K-M2P9D-0RTWB-5HJ8C';
const MONDAY_8 = Date.parse('2026-03-02T13:00:00Z');
const closed = { kind: 'closed', opens_at_ms: MONDAY_8, timezone: 'America/Toronto' } as const;

describe('what a customer reads as a case opens', () => {
  it.each([
    {
      name: 'where people are there: place and usual wait',
      lang: 'en' as const,
      reason: 'customer_asked',
      expected: { kind: 'staffed', position: 3, wait_ms: 232_000 } as const,
      text: 'I am passing you on to a person. A person will take this over. You are number 3; the usual wait is about 4 minutes. To go on without a person, write “back to the assistant”.',
    },
    {
      name: 'in French',
      lang: 'fr' as const,
      reason: 'customer_asked',
      expected: { kind: 'staffed', position: 3, wait_ms: 232_000 } as const,
      text: 'Je vous passe à un conseiller. Une personne va prendre le relais. Vous êtes numéro 3 ; l’attente est d’environ 4 minutes d’habitude. Pour continuer sans attendre, écrivez « revenir à l’assistant ».',
    },
    {
      name: 'without known claims nothing is said of the time',
      lang: 'en' as const,
      reason: 'legal_right:dispute',
      expected: { kind: 'staffed', position: 1, wait_ms: null } as const,
      text: 'This is for a person to decide, not for me. A person will take this over. You are next. To go on without a person, write “back to the assistant”.',
    },
    {
      name: 'outside the hours: when people are back, and how to be reached',
      lang: 'en' as const,
      reason: 'loop',
      expected: closed,
      text: 'I have not been able to help you with this. Nobody is there at the moment; we are back on Monday 2 March, 8:00. A person will take this over then. Leave an e-mail address or a phone number in your next message and we will get in touch, or come back to this conversation then. To go on without a person, write “back to the assistant”.',
    },
    {
      name: 'in danger: who helps at once',
      lang: 'en' as const,
      reason: 'distress:emergency',
      expected: { kind: 'staffed', position: null, wait_ms: null } as const,
      text: 'I am sorry that you are going through this. If anyone is in danger, please call your local emergency number first. A person will take this over. To go on without a person, write “back to the assistant”.',
    },
  ])('$name', ({ lang, reason, expected, text }) => {
    const label = lang === 'fr' ? 'Votre référence : ' : 'Your case reference: ';
    expect(handoffText(reason, expected, { lang, reference: REFERENCE })).toBe(
      `${text}\n\n${label}${REFERENCE}.`,
    );
  });

  it('of an answer that could not be confirmed says so', () => {
    const text = handoffText('rewrite_failed', closed, { lang: 'fr', reference: null });
    expect(text).toContain('Je n’ai pas pu confirmer'.slice(3));
    expect(text).toContain('nous sommes de retour lundi 2 mars à 8 h 00.');
  });
});

it('an offer outside the hours says when people are back', () => {
  expect(offerText(closed, 'en')).toContain('we are back on Monday 2 March, 8:00.');
  expect(offerText({ kind: 'staffed', position: 1, wait_ms: 1 }, 'en')).not.toMatch(/minute|next/);
});

it('a contact that was left is not asked for again', () => {
  const about = { lang: 'en' as const, reference: null };
  expect(waitingText(closed, about, { hasContact: true })).not.toContain('Leave an e-mail');
  expect(waitingText(closed, about)).toContain('Leave an e-mail');
});

it.each([
  { ms: 0, en: 'under a minute', fr: 'de moins d’une minute' },
  { ms: 61_000, en: 'about 2 minutes', fr: 'd’environ 2 minutes' },
  { ms: 55 * 60_000, en: 'about an hour', fr: 'd’environ une heure' },
  { ms: 3 * 3_600_000, en: 'about 3 hours', fr: 'd’environ 3 heures' },
])('a wait of $ms ms is $en', ({ ms, en, fr }) => {
  expect([waitWords(ms, 'en'), waitWords(ms, 'fr')]).toEqual([en, fr]);
});

it('a moment is told in the time zone of the people', () => {
  expect(momentWords(Date.parse('2026-05-01T12:30:00Z'), 'Europe/Paris', 'fr')).toBe(
    'vendredi 1er mai à 14 h 30',
  );
});

it('whose words they are stands before them once', () => {
  const said = (name: string | null, text: string) => ({ name, text });
  expect(personText([said('Dana', 'Hi.'), said('Dana', 'Yes.'), said('Alex', 'Me too.')])).toBe(
    'Dana: Hi.\n\nYes.\n\nAlex: Me too.',
  );
  expect(personText([said(null, 'Hi.')])).toBe('Hi.');
});

it.each(['returned', 'resolved', 'expired', 'cancelled'] as const)(
  'an end is told in both languages: %s',
  (ending) => {
    expect(endedText(ending, 'Dana', 'en')).not.toBe(endedText(ending, 'Dana', 'fr'));
    expect(endedText(ending, null, 'en')).not.toContain('null');
  },
);
