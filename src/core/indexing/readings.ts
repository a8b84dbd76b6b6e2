import { type Passage, ReadingCorrection } from '../../schema/index.js';
import { unwrapped } from './policy-sections.js';
import type { IndexProblem } from './problem.js';
import { readYamlList } from './read-yaml-list.js';

/** Where the corrections of readings are named in problems. */
export const READINGS_SOURCE = 'readings.yaml';

/** A correction with its file and the line on which it begins there. */
export interface PlacedCorrection {
  file: string;
  line: number | null;
  entry: ReadingCorrection;
}

/**
 * Reads `readings.yaml`, in which people say how the checks are to read a sentence that they misread. An entry that
 * cannot be read is an error.
 */
export function readCorrections(yaml: string): { corrections: PlacedCorrection[]; problems: IndexProblem[] } {
  const { entries, problems } = readYamlList(yaml, {
    schema: ReadingCorrection,
    source: READINGS_SOURCE,
    what: 'the list of readings',
    begins: '- source:',
    has: 'source (policies/file.md), quote (the sentence as it stands there) and either reads_as (the same said plainly) or not_evidence: true',
  });
  return {
    corrections: entries.map(({ entry, line }) => ({ file: READINGS_SOURCE, line, entry })),
    problems,
  };
}

/**
 * Applies corrections to the passages that they quote: one is read in other words, or left out. The quote itself, which
 * people see, stays. Of two corrections of one sentence the later counts. One that fits no passage, that another one stands in for,
 * or whose sentence was edited since, is a warning and without effect.
 */
export function applyCorrections(
  passages: readonly Passage[],
  corrections: readonly PlacedCorrection[],
): { passages: Passage[]; problems: IndexProblem[] } {
  if (corrections.length === 0) return { passages: [...passages], problems: [] };
  const byPlace = new Map(corrections.map((placed) => [placeOf(placed.entry), placed]));
  const applied = new Set<PlacedCorrection>();
  const read = passages.flatMap((passage): Passage[] => {
    const placed = byPlace.get(placeOf(passage));
    if (placed === undefined) return [passage];
    applied.add(placed);
    const { reads_as } = placed.entry;
    if (reads_as === undefined) return [];
    // The lead-in of a list is part of what the correction says; kept apart it would be read twice.
    return [{ ...passage, text: reads_as.trim(), lead_in: null, corrected: true }];
  });
  const problems = corrections
    .filter((placed) => !applied.has(placed))
    .map(
      ({ file, entry, line }): IndexProblem => ({
        severity: 'warning',
        source: file,
        line,
        message: `no sentence, list item or row of ${entry.source} reads “${entry.quote.trim()}”, or another entry corrects it too; copy the quote as "plumbline index --explain ${entry.source}" shows it, or remove the entry`,
      }),
    );
  return { passages: read, problems };
}

const placeOf = ({ source, quote }: { source: string; quote: string }): string =>
  `${source}\u0000${unwrapped(quote)}`;
