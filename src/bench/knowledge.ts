import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readKnowledgeFiles } from '../adapters/knowledge/index.js';
import { GroundingError } from '../core/index.js';
import { buildSnapshot } from '../core/indexing/index.js';
import type { SourceFile } from '../schema/index.js';

/** The example operators; their folders lie in the repository. */
const OPERATORS = ['.', 'examples/pay-later', 'examples/drive-thru'];

/** What an operator's variant calls itself and its products, so that variants are about different things. */
const VARIANTS = [
  ['Tamarack', 'Juniper'],
  ['Horizon', 'Zenith'],
  ['Optima', 'Meridian'],
  ['Tempo', 'Allegro'],
  ['Mini', 'Breeze'],
  ['Fourfold', 'Threefold'],
  ['Pickle', 'Pepper'],
] as const;

/**
 * A knowledge base of at least `passagesMin` passages: the policies and tables of the example operators, then variants
 * of them with other names and other numbers, a file at a time. The same in every run. @throws {GroundingError} request-invalid: the
 * repository has none.
 */
export async function benchFiles(repository: string, passagesMin: number): Promise<SourceFile[]> {
  const originals = await operatorFiles(repository);
  if (originals.length === 0)
    throw new GroundingError('request-invalid', {
      detail: `The benchmark found no policies in ${repository}. It measures with those of the example operators: run it in a checkout of the repository.`,
    });
  const files: SourceFile[] = [];
  let passages = 0;
  for (let variant = 0; passages < passagesMin; variant += 1) {
    for (const file of originals) {
      if (passages >= passagesMin) break;
      const varied = variant === 0 ? file : variantOf(file, variant);
      passages += await passagesIn(varied);
      files.push(varied);
    }
  }
  return files;
}

/** Writes files in the stead of what lay in the folder. */
export async function writeFiles(folder: string, files: readonly SourceFile[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const { source, text } of files) {
    const path = join(folder, source);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

async function operatorFiles(repository: string): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const [place, operator] of OPERATORS.entries()) {
    const folder = join(repository, operator);
    const read = await readKnowledgeFiles({
      policies: join(folder, 'policies'),
      knowledge: join(folder, 'knowledge'),
      glossary: join(folder, 'glossary.yaml'),
      readings: join(folder, 'readings.yaml'),
    });
    files.push(...read.files.map((file) => renamed(file, `o${place}`)));
  }
  return files;
}

/** The file under another name, and what it names beside it as well. */
function renamed({ source, text }: SourceFile, suffix: string): SourceFile {
  return {
    source: source.replace(/(\.fr)?(\.\w+)$/, `-${suffix}$1$2`),
    text: text.replace(/^(supersedes: [\w-]+?)(\.fr)?\.md$/m, `$1-${suffix}$2.md`),
  };
}

function variantOf(file: SourceFile, variant: number): SourceFile {
  const { source, text } = renamed(file, `v${variant}`);
  const names = VARIANTS.reduce(
    (words, [name, other]) => words.replaceAll(name, `${other} ${variant}`),
    text,
  );
  // Dates, list numbers and front matter stay as they are; amounts and limits of two to four digits change.
  const body = names.replace(/(?<![\d\-./:])(\d{2,4})(?![\d\-/:]|\.\d)/g, (number) =>
    /^(?:19|20)\d\d$/.test(number) ? number : String(Number(number) + 3 * variant),
  );
  return { source, text: body };
}

async function passagesIn(file: SourceFile): Promise<number> {
  return (await buildSnapshot('bench', [file])).snapshot.passages.length;
}
