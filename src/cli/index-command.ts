import { pinoLog } from '../adapters/system/index.js';
import type { Config } from '../schema/index.js';
import { embeddingLines } from './embedding-lines.js';
import { explainDocument, printExplained } from './explain-document.js';
import { sizeOf } from './knowledge-size.js';
import { openKnowledge } from './open-knowledge.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

/**
 * `plumbline index`: reads every knowledge base once, embeds what is new where a model is configured, and says what is in it and what should be repaired; with `explain`
 * what the checks understood of one file.
 */
export const indexKnowledge = async (
  options: { json?: boolean; explain?: string },
  { config, baseDir, out, progress }: { config: Config; baseDir: string; out: Out; progress: Out },
): Promise<ExitCode> => {
  const knowledge = await openKnowledge(config, baseDir, {
    log: pinoLog({ level: 'silent' }),
    watch: false,
    onEmbedded: embeddingLines(progress),
  });
  if (config.verification.embeddings !== 'local') progress('');
  try {
    if (options.explain !== undefined) {
      const explained = explainDocument(
        options.explain,
        knowledge.status().map(({ name }) => ({ name, index: knowledge.current(name).index })),
      );
      if (options.json === true) out(JSON.stringify(explained, null, 2));
      else printExplained(explained, out);
      return EXIT.done;
    }
    const bases = knowledge.status().map((base) => ({
      ...base,
      list: knowledge.current(base.name).index.snapshot.documents,
    }));
    const hasProblems = bases.some(
      ({ problems, warnings, embeddings }) =>
        problems.length + warnings.length > 0 || embeddings?.state === 'failed',
    );
    if (options.json === true) {
      out(
        JSON.stringify(
          bases.map(({ list, ...base }) => ({ ...base, documents: list })),
          null,
          2,
        ),
      );
      return hasProblems ? EXIT.no : EXIT.done;
    }
    for (const base of bases) {
      out(`${base.name}: ${sizeOf(base)}, version ${base.version.slice(0, 19)}…`);
      for (const document of base.list) {
        const from = document.effective_from === null ? '' : ` from ${document.effective_from}`;
        const until = document.effective_to === null ? '' : ` until ${document.effective_to}`;
        out(
          `  ${document.source} [${document.lang}] – ${document.title}, ${from + until === '' ? 'always in force' : `in force${from}${until}`}`,
        );
      }
      for (const problem of [...base.problems, ...base.warnings]) {
        out(
          `  ! ${problem.source}${problem.line === null ? '' : `, line ${problem.line}`}: ${problem.message}`,
        );
      }
      const { embeddings } = base;
      if (embeddings?.state === 'ready') out(`  Embeddings: ${embeddings.model}`);
      else if (embeddings !== undefined) out(`  ! Embeddings: ${embeddings.reason}`);
    }
    return hasProblems ? EXIT.no : EXIT.done;
  } finally {
    await knowledge.close();
  }
};
