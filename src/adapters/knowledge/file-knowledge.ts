import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FSWatcher, watch } from 'chokidar';
import { GroundingError } from '../../core/errors.js';
import { describeProblem, GLOSSARY_SOURCE, READINGS_SOURCE } from '../../core/indexing/index.js';
import type { Clock, Log } from '../../core/ports.js';
import {
  type CurrentKnowledge,
  type DenseSearch,
  type EmbeddingsStatus,
  type KnowledgeIndex,
  type KnowledgeRegistry,
  type KnowledgeStatus,
  missingDenseSearch,
} from '../../core/retrieval/index.js';
import { KnowledgeBase, type LoadedBase } from './knowledge-base.js';
import { isOwnFileOfTools, type KnowledgeFolders, markFiles, proposalsFolder } from './read-files.js';

/** Folders of one knowledge base; absolute paths. The YAML files default to those beside the policies folder. */
export interface KnowledgeBasePaths {
  policies: string;
  knowledge: string;
  glossary?: string | undefined;
  readings?: string | undefined;
}

export interface FileKnowledgeOptions {
  bases: Readonly<Record<string, KnowledgeBasePaths>>;
  clock: Clock;
  log: Log;
  /** Builds what stands in for the exact local search; null keeps that. Until it is there, the local search serves. */
  dense?: (index: KnowledgeIndex, base: string, signal: AbortSignal) => Promise<DenseSearch | null>;
  /** The model that `dense` asks, where it asks one: what goes without it is then known to. */
  embeddings?: string | undefined;
  /** Milliseconds until a dense half that could not be built is tried again, by how often it failed. */
  retryDenseMs?: (failures: number) => number;
  /** Works out what the first answer would wait for, before an index is put to use. */
  prepare?: (index: KnowledgeIndex) => void;
  /** Whether edits go live. Default true. */
  watch?: boolean;
  /** Milliseconds between two looks for edits of which no event told, by how long the last look took. */
  sweepMs?: (tookMs: number) => number;
  /** Called after each reload, also one that found problems. */
  onChange?: (status: KnowledgeStatus) => void;
}

/** Quiet time after an edit before the files are read, and the longest wait while edits go on. */
const QUIET_MS = 80;
const WAIT_MS_MAX = 500;
/** A look at 1,000 files takes some 20 ms; of 100,000 it shall not keep the disk busy either. */
const defaultSweepMs = (tookMs: number): number => Math.max(5_000, 50 * tookMs);
/** A service that is away is asked again after 30 s, 1 min, 2 min, … 10 min. */
const defaultRetryMs = (failures: number): number => Math.min(600_000, 15_000 * 2 ** failures);

/**
 * Knowledge bases from folders. An edit is in force within a second, and one of which the system did not tell (a network
 * mount, a file put into a folder in the moment that the folder is made) with the next sweep; callers that hold the former index keep it.
 * @throws {GroundingError} policy-index-unreadable when a file is at fault at the start.
 */
export async function openFileKnowledge(options: FileKnowledgeOptions): Promise<KnowledgeRegistry> {
  const bases = new Map<string, WatchedBase>();
  try {
    for (const [name, paths] of Object.entries(options.bases)) {
      const folders = {
        ...paths,
        glossary: paths.glossary ?? join(dirname(paths.policies), GLOSSARY_SOURCE),
        readings: paths.readings ?? join(dirname(paths.policies), READINGS_SOURCE),
      };
      bases.set(name, await WatchedBase.open(name, folders, options));
    }
  } catch (error) {
    await Promise.all([...bases.values()].map((base) => base.close()));
    throw error;
  }
  return {
    current(name) {
      const base = bases.get(name);
      if (base === undefined) {
        throw new GroundingError('policy-index-unknown', { detail: `There is no knowledge base "${name}".` });
      }
      return base.current();
    },
    status: () => [...bases.values()].map((base) => base.status()),
    close: async () => {
      await Promise.all([...bases.values()].map((base) => base.close()));
    },
  };
}

class WatchedBase {
  readonly #name: string;
  readonly #base: KnowledgeBase;
  readonly #folders: KnowledgeFolders;
  readonly #options: FileKnowledgeOptions;
  readonly #closing = new AbortController();
  #building = new AbortController();
  #loaded: LoadedBase;
  /** The files as they were just before they were last read. */
  #marks: string;
  #current: CurrentKnowledge;
  #loadedAtMs: number;
  #watcher: FSWatcher | null = null;
  #timer: NodeJS.Timeout | null = null;
  #firstEventMs: number | null = null;
  #work: Promise<void> = Promise.resolve();
  #embeddings: Omit<EmbeddingsStatus, 'model'> = { state: 'building', reason: null };

  private constructor(
    name: string,
    folders: KnowledgeFolders,
    { base, marks, loaded }: { base: KnowledgeBase; marks: string; loaded: LoadedBase },
    options: FileKnowledgeOptions,
  ) {
    this.#name = name;
    this.#folders = folders;
    this.#base = base;
    this.#marks = marks;
    this.#loaded = loaded;
    this.#options = options;
    this.#current = this.#withoutDense(loaded.index);
    this.#loadedAtMs = options.clock.nowMs();
  }

  static async open(
    name: string,
    folders: KnowledgeFolders,
    options: FileKnowledgeOptions,
  ): Promise<WatchedBase> {
    const base = new KnowledgeBase(name, folders);
    const marks = await markFiles(folders);
    const loaded = await base.load();
    options.prepare?.(loaded.index);
    const opened = new WatchedBase(name, folders, { base, marks, loaded }, options);
    opened.#logProblems();
    const dense = opened.#addDenseHalf();
    if (options.watch === false) await dense;
    else await opened.#watch();
    return opened;
  }

  current(): CurrentKnowledge {
    return this.#current;
  }

  status(): KnowledgeStatus {
    const { index, problems, warnings } = this.#loaded;
    const { embeddings: model } = this.#options;
    return {
      name: this.#name,
      version: index.snapshot.version,
      documents: index.snapshot.documents.length,
      passages: index.entries.length,
      usable: true,
      problems,
      warnings,
      loaded_at_ms: this.#loadedAtMs,
      ...(model === undefined ? {} : { embeddings: { model, ...this.#embeddings } }),
    };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#building.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#watcher?.close();
    await this.#work;
  }

  async #watch(): Promise<void> {
    const { policies, knowledge, glossary, readings } = this.#folders;
    const proposals = proposalsFolder(policies);
    const watcher = watch([policies, knowledge, glossary, readings], {
      ignoreInitial: true,
      ignored: (path) => path !== proposals && isOwnFileOfTools(path),
    });
    this.#watcher = watcher;
    watcher.on('all', () => this.#schedule());
    watcher.on('error', (error) =>
      this.#options.log.error('the system does not tell of edits any more; they are looked for instead', {
        knowledge_base: this.#name,
        reason: error instanceof Error ? error.message : String(error),
      }),
    );
    await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
    // What was edited between the first load and here left no event.
    this.#schedule();
    void this.#sweep();
  }

  /** Events are not enough: some mounts send none, and a file made together with its folder may be missed. */
  async #sweep(): Promise<void> {
    const { sweepMs = defaultSweepMs } = this.#options;
    const { signal } = this.#closing;
    for (let tookMs = 0; !signal.aborted; ) {
      await sleep(sweepMs(tookMs), null, { signal, ref: false }).catch(() => null);
      if (signal.aborted) return;
      const begunMs = performance.now();
      const marks = await markFiles(this.#folders);
      tookMs = performance.now() - begunMs;
      if (marks !== this.#marks && this.#timer === null) this.#schedule();
    }
  }

  #schedule(): void {
    if (this.#closing.signal.aborted) return;
    const nowMs = this.#options.clock.nowMs();
    this.#firstEventMs ??= nowMs;
    const delay = Math.max(0, Math.min(QUIET_MS, this.#firstEventMs + WAIT_MS_MAX - nowMs));
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#firstEventMs = null;
      this.#work = this.#work.then(() => this.#reload());
    }, delay);
    this.#timer.unref();
  }

  async #reload(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    const before = this.#loaded;
    this.#marks = await markFiles(this.#folders);
    try {
      this.#loaded = await this.#base.load();
      if (this.#loaded.index !== before.index) this.#options.prepare?.(this.#loaded.index);
    } catch (error) {
      this.#options.log.error('the policies could not be read again; the former version stays in force', {
        knowledge_base: this.#name,
        reason: error instanceof Error ? error.message : String(error),
      });
      return;
    }
    const isSame = before.index === this.#loaded.index;
    if (isSame && JSON.stringify(before.problems) === JSON.stringify(this.#loaded.problems)) return;
    if (!isSame) {
      this.#current = this.#withoutDense(this.#loaded.index);
      this.#loadedAtMs = this.#options.clock.nowMs();
      this.#options.log.info('policies reloaded', {
        knowledge_base: this.#name,
        version: this.status().version,
      });
    }
    this.#logProblems();
    this.#options.onChange?.(this.status());
    if (!isSame) void this.#addDenseHalf();
  }

  #withoutDense(index: KnowledgeIndex): CurrentKnowledge {
    const { embeddings } = this.#options;
    return embeddings === undefined ? { index } : { index, dense: missingDenseSearch(embeddings) };
  }

  /** Runs beside reloads, which must not wait for a long build; a newer index gives it up. */
  async #addDenseHalf(): Promise<void> {
    const { dense, embeddings, retryDenseMs = defaultRetryMs, watch: isWatched = true } = this.#options;
    if (dense === undefined) return;
    this.#building.abort();
    const building = new AbortController();
    this.#building = building;
    const { index } = this.#current;
    this.#embeddings = { state: 'building', reason: null };
    for (let failures = 1; ; failures += 1) {
      try {
        const built = await dense(index, this.#name, building.signal);
        if (building.signal.aborted) return;
        if (built !== null) this.#current = { index, dense: built };
        this.#embeddings = { state: 'ready', reason: null };
        return;
      } catch (error) {
        if (building.signal.aborted) return;
        const reason = error instanceof Error ? error.message : String(error);
        this.#embeddings = { state: 'failed', reason };
        this.#options.log.error('the dense half of retrieval could not be built; the local search serves', {
          knowledge_base: this.#name,
          reason,
        });
        if (embeddings === undefined || !isWatched) return;
        const isOver = await sleep(retryDenseMs(failures), false, {
          signal: building.signal,
          ref: false,
        }).catch(() => true);
        if (isOver) return;
      }
    }
  }

  #logProblems(): void {
    for (const problem of this.#loaded.problems) {
      this.#options.log.error('a file cannot be read; its last good version stays in force', {
        knowledge_base: this.#name,
        problem: describeProblem(problem),
      });
    }
    for (const problem of this.#loaded.warnings) {
      this.#options.log.warn('a file needs attention', {
        knowledge_base: this.#name,
        problem: describeProblem(problem),
      });
    }
  }
}
