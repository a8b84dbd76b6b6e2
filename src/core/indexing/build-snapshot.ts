import type { KnowledgeSnapshot, SourceFile } from '../../schema/index.js';
import { detectLanguage } from '../reading/index.js';
import { passagesOf, type ReadDocument } from './document.js';
import { GLOSSARY_SOURCE, readGlossary } from './glossary.js';
import type { IndexProblem } from './problem.js';
import { readDocument } from './read-document.js';
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
}

/** Builds a knowledge base from the texts of its files, in the order of their paths. The same files give the same version. */
export async function buildSnapshot(
  name: string,
  files: readonly SourceFile[],
  notes: KnowledgeNotes = {},
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
    const read = readDocument(file, versions[index] ?? '', detectLanguage);
    problems.push(...read.problems);
    if (!read.problems.some(({ severity }) => severity === 'error')) readable.push(read);
  });
  const resolved = resolveVersions(readable.map(({ document }) => document));
  problems.push(...resolved.problems);
  const bySourceResolved = new Map(resolved.documents.map((document) => [document.source, document]));

  const glossary = readGlossary(notes.glossary ?? '');
  const { corrections, problems: unread } = readCorrections(notes.readings ?? '');
  const corrected = applyCorrections(
    readable.flatMap((read) =>
      passagesOf({ ...read, document: bySourceResolved.get(read.document.source) ?? read.document }),
    ),
    corrections,
  );
  problems.push(...glossary.problems, ...unread, ...corrected.problems);
  const identity = [
    ...resolved.documents.map((document) => `${document.source} ${document.version}`),
    `${GLOSSARY_SOURCE} ${JSON.stringify(glossary.glossary)}`,
    ...corrections.map(({ entry }) => `${READINGS_SOURCE} ${JSON.stringify(entry)}`),
  ];
  return {
    snapshot: {
      schema_version: 1,
      name,
      version: await contentHash(identity.join('\n')),
      documents: resolved.documents,
      passages: corrected.passages,
      glossary: glossary.glossary,
    },
    problems,
  };
}

/** SHA-256 of the UTF-8 text as "sha256:hex". */
export async function contentHash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256:${[...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
