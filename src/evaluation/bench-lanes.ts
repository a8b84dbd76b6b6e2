import { join } from 'node:path';
import { Language } from '../schema/index.js';
import { benchCases } from './evaluation-case.js';
import { loadKnowledgeBases, readTextFile } from './load-bench.js';
import { type LaneClaim, type LaneFigures, laneFigures } from './measures/lane-figures.js';
import { checkClaim } from './training/training-claims.js';

/** What every check is worth on the labelled claims of a benchmark. */
export interface BenchLanes {
  folder: string;
  claims: number;
  lanes: LaneFigures[];
}

/** Runs every check over the labelled claims of a benchmark folder. @throws {GroundingError} request-invalid: no such benchmark. */
export const evaluateBenchLanes = async (benchFolder: string): Promise<BenchLanes> => {
  const claims = await benchLaneClaims(benchFolder);
  return { folder: benchFolder, claims: claims.length, lanes: laneFigures(claims) };
};

/**
 * The labelled claims of a benchmark folder with what the checks say of each, asked as the customer's last message asks.
 * All count alike: they come in the mix that answers have.
 */
const benchLaneClaims = async (benchFolder: string): Promise<LaneClaim[]> => {
  const indexes = await loadKnowledgeBases(benchFolder);
  const claims: LaneClaim[] = [];
  for (const item of benchCases(await readTextFile(join(benchFolder, 'cases.jsonl')))) {
    const kb = item.group;
    const index = indexes.get(kb);
    if (index === undefined) continue;
    const lang = Language.catch('en').parse(item.lang.slice(0, 2));
    const question = item.messages.findLast(({ role }) => role === 'user')?.content ?? null;
    for (const { text, label, kind } of item.claims) {
      const { vector } = await checkClaim(
        {
          id: item.id,
          kb,
          lang,
          question,
          claim: text,
          label,
          kind,
          group: item.id,
          evidence: [],
          quote: '',
          as_of: item.as_of,
        },
        index,
      );
      claims.push({ vector, supported: label === 'supported', kb, weight: 1, lang });
    }
  }
  return claims;
};
