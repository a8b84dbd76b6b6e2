import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnswerReader, createSegmenter } from '../../src/core/extraction/index.js';

const words = fc.constantFrom(
  ...[
    'Yes',
    'No',
    'Oui',
    'you can',
    'bags are free',
    'the fee is $40',
    'vous pouvez payer',
    'I’ve refunded it',
  ],
  ...[
    ', and ',
    ', but ',
    '; ',
    ': ',
    ' – ',
    '. ',
    '! ',
    '? ',
    ' ? ',
    '\n',
    '\n\n',
    ' ',
    ', ',
    ' et ',
    '**',
    '_',
    '~~',
  ],
  ...[
    '- ',
    '1. ',
    '# ',
    '| a | b |\n',
    '|---|---|\n',
    '```\n',
    '🎉',
    '👨‍👩‍👧',
    '(',
    ')',
    '"',
    '«\u00a0',
    '\u00a0»',
    '> ',
    'If ',
  ],
);
const answers = fc
  .array(fc.oneof({ weight: 9, arbitrary: words }, fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

describe('claims of any answer', () => {
  it('are exact spans, in order, inside their segment', () => {
    fc.assert(
      fc.property(answers, fc.constantFrom('en' as const, 'fr' as const), (answer, lang) => {
        const segmenter = createSegmenter(80);
        const reader = createAnswerReader({ question: 'Can I?', premises: [], lang });
        let end = 0;
        for (const segment of [...segmenter.push(answer), ...segmenter.end()]) {
          for (const claim of reader.read(segment)) {
            expect(answer.slice(claim.start_char, claim.end_char)).toBe(claim.text);
            expect(claim.text.trim()).not.toBe('');
            expect(claim.start_char).toBeGreaterThanOrEqual(Math.max(end, segment.start_char));
            expect(claim.end_char).toBeLessThanOrEqual(segment.end_char);
            end = claim.end_char;
          }
        }
      }),
      { numRuns: 1_500 },
    );
  });
});
