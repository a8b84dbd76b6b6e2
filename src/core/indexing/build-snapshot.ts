import type { KnowledgeSnapshot, Proposal, SourceFile } from '../../schema/index.js';
import { contentHash } from './content-hash.js';
import { passagesOf, type ReadDocument } from './document.js';
import { type DocumentMemo, documentMemo } from './document-memo.js';
import { GLOSSARY_SOURCE, readGlossary } from './glossary.js';
import type { IndexProblem } from './problem.js';
import { applyProposals } from './proposals/index.js';
import { applyCorrections, READINGS_SOURCE, readCorrections } from './readings.js';
import { resolveVersions } from './resolve-versions.js';

/** A snapshot of what could be read, and what a person should repair. Files with an error are left out of it. */
export interface SnapshotResult {
  snapshot: KnowledgeSnapshot;
  problems: IndexProblem[];
}

/** What people keep beside the policies, as YAML. */
export interface KnowledgeNotes {
  glossary?: string | undefined;
  readings?: string | undefined;
  /** What a model proposed for the policies, and what became of it: a file a policy. */
  proposals?: readonly SourceFile[] | undefined;
}

/**
 * Builds a knowledge base from the texts of its files, in the order of their paths. The same files give the same version,
 * whatever `memo` holds of earlier ones.
 */
export async function buildSnapshot(
  name: string,
  files: readonly SourceFile[],
  notes: KnowledgeNotes = {},
  memo: DocumentMemo = documentMemo(),
): Promise<SnapshotResult> {
  const problems: IndexProblem[] = [];
  const bySource = new Map<string, SourceFile>();
  for (const file of files) {
    if (!bySource.has(file.source)) bySource.set(file.source, file);
    else {
      problems.push({
        severity: 'error',
        source: file.source,
        line: null,
        message: 'two files have this path; rename one of them',
      });
    }
  }
  const sources = [...bySource.values()].sort((a, b) => (a.source < b.source ? -1 : 1));
  const versions = await Promise.all(sources.map((file) => contentHash(file.text)));

  const readable: ReadDocument[] = [];
  sources.forEach((file, index) => {
    const read = memo.read(file, versions[index] ?? '');
    problems.push(...read.problems);
    if (!read.problems.some(({ severity }) => severity === 'error')) readable.push(read);
  });
  const resolved = resolveVersions(readable.map(({ document }) => document));
  problems.push(...resolved.problems);
  const bySourceResolved = new Map(resolved.documents.map((document) => [document.source, document]));

  const glossary = readGlossary(notes.glossary ?? '');
  const { corrections, problems: unread } = readCorrections(notes.readings ?? '');
  const passages = readable.flatMap((read) =>
    passagesOf({ ...read, document: bySourceResolved.get(read.document.source) ?? read.document }),
  );
  const proposed = await applyProposals(notes.proposals ?? [], passages);
  // What people wrote themselves goes before what they accepted.
  const corrected = applyCorrections(passages, [...proposed.corrections, ...corrections]);
  problems.push(...glossary.problems, ...unread, ...proposed.problems, ...corrected.problems);
  const identity = [
    ...resolved.documents.map((document) => `${document.source} ${document.version}`),
    `${GLOSSARY_SOURCE} ${JSON.stringify(glossary.glossary)}`,
    ...corrections.map(({ entry }) => `${READINGS_SOURCE} ${JSON.stringify(entry)}`),
    ...proposed.accepted.map(({ file, proposal }) => `${file} ${JSON.stringify(saidBy(proposal))}`),
  ];
  return {
    snapshot: {
      schema_version: 1,
      name,
      version: await contentHash(identity.join('\n')),
      documents: resolved.documents,
      passages: corrected.passages,
      glossary: [...proposed.glossary, ...glossary.glossary],
      ...(proposed.hints.length === 0 ? {} : { hints: proposed.hints }),
    },
    problems,
  };
}

/** What a proposal says; who accepted it, and when, makes no other version. */
const saidBy = ({ decided_by: _by, decided_at: _at, ...said }: Proposal): object => said;
