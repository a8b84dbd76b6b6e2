import { GroundingError } from '../../core/errors.js';
import {
  buildSnapshot,
  describeProblem,
  documentMemo,
  GLOSSARY_SOURCE,
  type IndexProblem,
  type KnowledgeNotes,
  READINGS_SOURCE,
} from '../../core/indexing/index.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from '../../core/retrieval/index.js';
import type { SourceFile } from '../../schema/index.js';
import { type FilesRead, type KnowledgeFolders, readKnowledgeFiles } from './read-files.js';

/** The state of one knowledge base after a load. */
export interface LoadedBase {
  index: KnowledgeIndex;
  problems: IndexProblem[];
  warnings: IndexProblem[];
}

/**
 * Loads one knowledge base again and again, and keeps the last good text of every file. Files that have not changed are not
 * read anew, and their sentences only where the operator's own vocabulary changed.
 */
export class KnowledgeBase {
  readonly #name: string;
  readonly #folders: KnowledgeFolders;
  readonly #documents = documentMemo();
  #lastGood = new Map<string, string>();
  #lastGlossary: string | null = null;
  #lastReadings: string | null = null;
  #lastProposals = new Map<string, string>();
  #loaded: LoadedBase | null = null;

  constructor(name: string, folders: KnowledgeFolders) {
    this.#name = name;
    this.#folders = folders;
  }

  /**
   * Reads the files as they are now. A file at fault is replaced by its last good text; the index is the same object
   * while nothing that counts has changed.
   * @throws {GroundingError} policy-index-unreadable, at the first load only: then nothing may be at fault.
   */
  async load(): Promise<LoadedBase> {
    const read = await readKnowledgeFiles(this.#folders);
    const first = await buildSnapshot(this.#name, read.files, notesOf(read), this.#documents);
    const errors = [...read.problems, ...first.problems].filter(({ severity }) => severity === 'error');
    const previous = this.#loaded;
    if (errors.length > 0 && previous === null) throw unreadable(this.#name, errors);
    if (previous !== null && errors.some(({ source }) => source === 'policies')) {
      // The whole folder is gone: more likely a mount or a move than a wish to have no policies.
      this.#loaded = { ...previous, problems: errors };
      return this.#loaded;
    }

    const faulty = new Set(errors.map(({ source }) => source));
    const files = withLastGood(read.files, this.#lastGood, faulty);
    const proposals = withLastGood(read.proposals, this.#lastProposals, faulty);
    const glossary = faulty.has(GLOSSARY_SOURCE) ? this.#lastGlossary : read.glossary;
    const readings = faulty.has(READINGS_SOURCE) ? this.#lastReadings : read.readings;
    const second =
      faulty.size === 0
        ? first
        : await buildSnapshot(
            this.#name,
            sourcesOf(files),
            notesOf({ glossary, readings, proposals: sourcesOf(proposals) }),
            this.#documents,
          );
    this.#documents.keepOnly(second.snapshot.documents);
    this.#lastGood = files;
    this.#lastGlossary = glossary;
    this.#lastReadings = readings;
    this.#lastProposals = proposals;
    const isSame = previous !== null && previous.index.snapshot.version === second.snapshot.version;
    this.#loaded = {
      index: isSame ? previous.index : buildKnowledgeIndex(second.snapshot, previous?.index),
      problems: errors,
      warnings: [...read.problems, ...second.problems].filter(({ severity }) => severity === 'warning'),
    };
    return this.#loaded;
  }
}

/** Texts by source as they are now; those of the faulty ones as they last were without fault, where they were. */
const withLastGood = (
  read: readonly SourceFile[],
  lastGood: ReadonlyMap<string, string>,
  faulty: ReadonlySet<string>,
): Map<string, string> => {
  const good = new Map(
    read.filter(({ source }) => !faulty.has(source)).map(({ source, text }) => [source, text]),
  );
  for (const source of faulty) {
    const text = lastGood.get(source);
    if (text !== undefined) good.set(source, text);
  }
  return good;
};

const sourcesOf = (texts: ReadonlyMap<string, string>): SourceFile[] =>
  [...texts].map(([source, text]) => ({ source, text }));

const notesOf = (read: Pick<FilesRead, 'glossary' | 'readings' | 'proposals'>): KnowledgeNotes => ({
  glossary: read.glossary ?? undefined,
  readings: read.readings ?? undefined,
  proposals: read.proposals,
});

/** All of them, so that nobody repairs file by file; from two on a line each. */
function unreadable(name: string, problems: readonly IndexProblem[]): GroundingError {
  const [first = '', ...others] = problems.map(describeProblem);
  const words = others.length === 0 ? ` ${first}.` : [first, ...others].map((one) => `\n  ${one}`).join('');
  return new GroundingError('policy-index-unreadable', { detail: `Knowledge base "${name}":${words}` });
}
