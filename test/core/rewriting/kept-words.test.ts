import { describe, expect, it } from 'vitest';
import { shareKept } from '../../../src/core/rewriting/kept-words.js';

describe('the share of a text that another keeps', () => {
  it.each([
    { name: 'all of it', before: 'Life jackets are free.', after: 'Yes: life jackets are free.', share: 1 },
    { name: 'half of it', before: 'Life jackets are free.', after: 'Are they free?', share: 0.5 },
    { name: 'nothing of it', before: 'Life jackets are free.', after: '', share: 0 },
    { name: 'words in another order count once', before: 'free jackets', after: 'jackets, free', share: 0.5 },
    { name: 'a text without words is kept', before: ' … ', after: 'Yes.', share: 1 },
    { name: 'figures count whole', before: 'CAD 12.50', after: 'CAD 12', share: 0.5 },
  ])('$name', ({ before, after, share }) => {
    expect(shareKept(before, after)).toBe(share);
  });
});
