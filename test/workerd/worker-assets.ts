import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readKnowledgeFiles } from '../../src/adapters/knowledge/read-files.js';
import { type CompiledFile, compileWorker } from '../../src/adapters/workers/index.js';
import { buildSnapshot } from '../../src/core/indexing/index.js';
import { Config } from '../../src/schema/index.js';
import { CLAUSE } from './stub-model.js';

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

/** A boat hire whose open claims a model of a provider judges; its files lie in a folder of that name. */
export async function judgedFiles(provider: 'openai' | 'anthropic'): Promise<CompiledFile[]> {
  const text = `# Boats\n\n## 1. Deposit\n\n${CLAUSE}\n`;
  const { snapshot } = await buildSnapshot('default', [{ source: 'policies/boats.md', text }]);
  const model = {
    model: `${provider}:judge-1`,
    base_url: 'https://models.invalid/v1',
    api_key_env: 'MODEL_KEY',
    retries: 0,
  };
  const files = compileWorker(Config.parse({ verification: { model } }), [snapshot]);
  return files.map(({ name, body }) => ({ name: `${provider}/${name}`, body }));
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
