import { z } from 'zod';
import type { SourceFile } from '../schema/index.js';
import { jsonLines } from './evaluation-case.js';
import { readTextFile } from './load-bench.js';

/** A line of a corpus of policy texts: one document. */
const CorpusDocument = z.looseObject({
  title: z.string(),
  lang: z.string(),
  text: z.string(),
  effective_from: z.iso.date().nullish(),
});

/** The documents of a corpus (`.jsonl`, `.jsonl.gz`) as policy files. @throws {z.ZodError} on a bad line. */
export const corpusFiles = async (path: string, folder = 'corpus'): Promise<SourceFile[]> => {
  const documents = jsonLines(await readTextFile(path)).map((line) => CorpusDocument.parse(line));
  return documents.map(({ title, lang, text, effective_from }, place) => {
    const matter = [`title: ${JSON.stringify(title)}`, `lang: ${lang}`];
    if (effective_from != null) matter.push(`effective_from: ${effective_from}`);
    return { source: `${folder}/${place}.md`, text: `---\n${matter.join('\n')}\n---\n${text}` };
  });
};

/** The documents of several corpora, each in a folder of its own. */
export const corporaFiles = async (paths: readonly string[]): Promise<SourceFile[]> =>
  (await Promise.all(paths.map((path, place) => corpusFiles(path, `corpus-${place}`)))).flat();
