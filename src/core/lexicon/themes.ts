import type { Language } from '../../schema/index.js';
import acts from './themes/acts.json' with { type: 'json' };
import grammar from './themes/grammar.json' with { type: 'json' };
import time from './themes/time.json' with { type: 'json' };

/** Concept → its words in each language, separated by commas; "=" before a word: unstemmed form only. */
export type Theme = Readonly<Record<string, Readonly<Partial<Record<Language, string>>>>>;

/** The theme files, written out; where two claim a phrase the earlier one counts. */
export const THEMES: readonly Theme[] = [grammar, time, acts];
