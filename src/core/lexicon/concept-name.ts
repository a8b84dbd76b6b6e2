import type { Language } from '../../schema/index.js';
import { lexiconEntries } from './lexicon.js';

const names: Partial<Record<Language, ReadonlyMap<string, string>>> = {};

/** A key as people read it: a concept by the first word of its entry, a slot or term by its value, a stem as it is. */
export function conceptName(key: string, lang: Language): string {
  if (key.startsWith('slot:') || key.startsWith('term:'))
    return key.replace(/^term:|^slot:[^=]*=/, '').replaceAll('_', ' ');
  return namesOf(lang).get(key) ?? key.replace(/^[a-z]+\./, '').replaceAll('_', ' ');
}

function namesOf(lang: Language): ReadonlyMap<string, string> {
  const known = names[lang];
  if (known !== undefined) return known;
  const first = new Map<string, string>();
  for (const { concept, phrase } of lexiconEntries(lang)) if (!first.has(concept)) first.set(concept, phrase);
  names[lang] = first;
  return first;
}
