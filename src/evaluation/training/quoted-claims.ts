import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { GroundingError } from '../../core/index.js';
import { buildSnapshot, inForce } from '../../core/indexing/index.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from '../../core/retrieval/index.js';
import { type Claim, Language, type SourceFile } from '../../schema/index.js';

/** A line of `claims/NAME.jsonl` of a training benchmark, as far as retrieval is concerned. */
const BenchClaim = z.looseObject({
  id: z.string(),
  kb: z.string(),
  lang: Language,
  claim: z.string().min(1),
  kind: z.string().optional(),
  label: z.string().optional(),
  question: z.string().nullish(),
  evidence: z.array(z.string()),
  quote: z.string(),
  as_of: z.string().nullish(),
});
export type BenchClaim = z.infer<typeof BenchClaim>;

/** A knowledge base of a training benchmark with its claims. */
export interface BenchBase {
  name: string;
  files: SourceFile[];
  index: KnowledgeIndex;
  claims: BenchClaim[];
  /** The day of claims that name none: the latest of those that do. */
  latest: string;
}

const FALLBACK_DAY = '2026-06-01'; // knowledge bases without dated claims have no dated documents either

const loaded = new Map<string, Promise<BenchBase[]>>();

/** Indexes are kept by folder, so that weights can be compared without reading everything again. */
export function loadQuotedClaims(benchDir: string): Promise<BenchBase[]> {
  const known = loaded.get(benchDir);
  if (known !== undefined) return known;
  const loading = (async () => {
    const bases: BenchBase[] = [];
    for (const file of await claimFiles(benchDir)) {
      const name = file.replace(/\.jsonl$/, '');
      const files = await readFolder(join(benchDir, 'kb', name));
      const glossary = await readFile(join(benchDir, 'kb', name, 'glossary.yaml'), 'utf8').catch(
        () => undefined,
      );
      const { snapshot } = await buildSnapshot(name, files, { glossary });
      const lines = (await readFile(join(benchDir, 'claims', file), 'utf8'))
        .split('\n')
        .filter((line) => line.trim() !== '');
      const claims = lines.map((line) => BenchClaim.parse(JSON.parse(line)));
      const days = claims.flatMap(({ as_of }) => as_of ?? []).sort();
      bases.push({
        name,
        files,
        index: buildKnowledgeIndex(snapshot),
        claims,
        latest: days.at(-1) ?? FALLBACK_DAY,
      });
    }
    return bases;
  })();
  loaded.set(benchDir, loading);
  return loading;
}

/** @throws {GroundingError} request-invalid: no folder of claims, or none in it. */
async function claimFiles(benchDir: string): Promise<string[]> {
  const folder = join(benchDir, 'claims');
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.jsonl')).sort();
  if (files.length === 0)
    throw new GroundingError('request-invalid', {
      detail: `No claims were found: ${folder} holds no .jsonl file. Name a folder with kb/NAME/ and claims/NAME.jsonl.`,
    });
  return files;
}

async function readFolder(folder: string): Promise<SourceFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(md|csv|json)$/.test(entry.name));
  return Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return { source: relative(folder, path).split(sep).join('/'), text: await readFile(path, 'utf8') };
    }),
  );
}

/** Why a claim is not measured: it quotes nothing, nothing that is indexed, or nothing in force. */
export type LeftOut = 'without_quote' | 'not_indexed' | 'not_in_force';

/** The passages in force that a claim's author quoted: for each quoted text the ordinals of those that hold it. */
export function passagesQuoted(
  claim: BenchClaim,
  { files, index, latest }: BenchBase,
): { as_of: string; quoted: number[][] } | LeftOut {
  if (claim.quote === '') return 'without_quote';
  const as_of = claim.as_of ?? latest;
  const quotes = quotedPassages(claim, files, index);
  if (quotes.some((ordinals) => ordinals.length === 0)) return 'not_indexed';
  const isActive = (ordinal: number) => {
    const passage = index.entries[ordinal]?.passage;
    return passage !== undefined && inForce(passage, as_of);
  };
  const quoted = quotes
    .map((ordinals) => ordinals.filter(isActive))
    .filter((ordinals) => ordinals.length > 0);
  return quoted.length === 0 ? 'not_in_force' : { as_of, quoted };
}

/** Per quoted text the ordinals of the passages that overlap it by half of the shorter. */
function quotedPassages(claim: BenchClaim, files: readonly SourceFile[], index: KnowledgeIndex): number[][] {
  return claim.quote.split(' || ').map((quote) => {
    const ordinals: number[] = [];
    for (const file of files) {
      if (!claim.evidence.includes(file.source)) continue;
      const start = file.text.indexOf(quote);
      if (start === -1) continue;
      const end = start + quote.length;
      index.entries.forEach(({ passage }, ordinal) => {
        if (passage.source !== file.source) return;
        const shared = Math.min(end, passage.end_char) - Math.max(start, passage.start_char);
        if (shared >= 0.5 * Math.min(quote.length, passage.end_char - passage.start_char))
          ordinals.push(ordinal);
      });
    }
    return ordinals;
  });
}

/** The claim as the checks read it. */
export function toClaim({ claim, lang, question }: BenchClaim): Claim {
  return {
    text: claim,
    start_char: 0,
    end_char: claim.length,
    subject: 'rule',
    lang,
    context: {
      question: question ?? null,
      premises: question == null ? [] : [question],
      antecedents: [],
      lead_ins: [],
    },
  };
}
