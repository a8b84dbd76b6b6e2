import type { Evidence, Language, Passage, Reading } from '../../schema/index.js';

/** A passage with what was read of it, as the knowledge index keeps them. */
export interface ReadPassage {
  passage: Passage;
  reading: Reading;
}

/** Finds a cited clause again, and its version in another language. */
export interface ClauseLibrary {
  find(evidence: Evidence): ReadPassage | null;
  /** The same clause in `lang`: same place in the sister document (`name.fr.md` of `name.md`); null if there is none. */
  inLanguage(clause: ReadPassage, lang: Language): ReadPassage | null;
}

const LANGUAGE_SUFFIX = /\.([a-z]{2})(\.[a-z]+)$/;

/** A document's name without its language: `name.fr.md` is `name.md`. */
export const baseName = (source: string): string => source.replace(LANGUAGE_SUFFIX, '$2');

/** Numbers of the headings above a passage ("7", "7.2"), by which sister documents are held side by side. */
const sectionNumber = (passage: Passage): string | null =>
  /^\d+(?:\.\d+)*/.exec(passage.section)?.[0] ?? null;

/** @param entries all passages of the knowledge base; those in force are picked by the evidence that is asked for. */
export const createClauseLibrary = (entries: readonly ReadPassage[]): ClauseLibrary => {
  const bySource = new Map<string, ReadPassage[]>();
  const sections = new Map<string, ReadPassage[]>();
  const byBase = new Map<string, Set<string>>();
  for (const entry of entries) {
    const { source } = entry.passage;
    const list = bySource.get(source);
    if (list === undefined) bySource.set(source, [entry]);
    else list.push(entry);
    const number = sectionNumber(entry.passage);
    const section = sections.get(`${source} ${number}`);
    if (section === undefined) sections.set(`${source} ${number}`, [entry]);
    else section.push(entry);
    const sisters = byBase.get(baseName(source)) ?? new Set<string>();
    byBase.set(baseName(source), sisters.add(source));
  }
  const sectionOf = (source: string, number: string): readonly ReadPassage[] =>
    sections.get(`${source} ${number}`) ?? [];

  return {
    find: (evidence) =>
      bySource
        .get(evidence.source)
        ?.find(
          ({ passage }) =>
            passage.start_char === evidence.start_char &&
            passage.end_char === evidence.end_char &&
            passage.version === evidence.version,
        ) ?? null,
    inLanguage: (clause, lang) => {
      const { passage } = clause;
      const number = sectionNumber(passage);
      if (number === null) return null;
      const here = sectionOf(passage.source, number);
      for (const sister of byBase.get(baseName(passage.source)) ?? []) {
        const there = sectionOf(sister, number);
        if (sister === passage.source || there[0]?.passage.lang !== lang || there.length !== here.length)
          continue;
        const found = there[here.indexOf(clause)];
        if (found?.passage.kind === passage.kind) return found;
      }
      return null;
    },
  };
};
