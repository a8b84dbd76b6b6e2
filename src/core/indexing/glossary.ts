import { GlossaryEntry } from '../../schema/index.js';
import type { IndexProblem } from './problem.js';
import { readYamlList } from './read-yaml-list.js';

/** Where the glossary is named in problems. */
export const GLOSSARY_SOURCE = 'glossary.yaml';

/** Reads `glossary.yaml`: a list of `term`, `synonyms`, `translations: {fr: […]}`. An entry that cannot be read is an error. */
export function readGlossary(yaml: string): { glossary: GlossaryEntry[]; problems: IndexProblem[] } {
  const { entries, problems } = readYamlList(yaml, {
    schema: GlossaryEntry,
    source: GLOSSARY_SOURCE,
    what: 'the glossary',
    begins: '- term:',
    has: 'term, synonyms (a list) and translations (lists by language)',
  });
  return { glossary: entries.map(({ entry }) => entry), problems };
}
