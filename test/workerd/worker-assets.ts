import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readKnowledgeFiles } from '../../src/adapters/knowledge/read-files.js';
import { type CompiledFile, compileWorker } from '../../src/adapters/workers/index.js';
import { buildSnapshot } from '../../src/core/indexing/index.js';
import { Config } from '../../src/schema/index.js';

/** The airline as a Worker is deployed with it, its bot at `bot.invalid`. */
export async function airlineFiles(): Promise<CompiledFile[]> {
  const read = await readKnowledgeFiles({
    policies: 'policies',
    knowledge: 'knowledge',
    glossary: 'glossary.yaml',
    readings: 'readings.yaml',
  });
  const { snapshot } = await buildSnapshot('default', read.files, { glossary: read.glossary ?? undefined });
  const upstream = { base_url: 'https://bot.invalid/v1', api_key_env: 'BOT_KEY' };
  const config = { upstreams: { default: upstream }, handoff: { channel: 'desk', reply_wait_s: 0 } };
  return compileWorker(Config.parse(config), [snapshot]);
}

/** Writes compiled files in the stead of what lay in the folder. */
export async function writeAssets(folder: string, files: readonly CompiledFile[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const { name, body } of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, body);
  }
}
