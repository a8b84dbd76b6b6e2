import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openFileKnowledge } from '../../../src/adapters/knowledge/index.js';

/** A system that tells of no edit, as some network mounts do. */
vi.mock('chokidar', () => ({
  watch: () => {
    const watcher = Object.assign(new EventEmitter(), { close: async () => {} });
    process.nextTick(() => watcher.emit('ready'));
    return watcher;
  },
}));

it.each([
  { name: 'an edited policy', path: 'policies/hire.md', content: 'Hire ends late.\n' },
  { name: 'a policy in a new folder', path: 'policies/boats/hire.md', content: 'Hire ends late.\n' },
  { name: 'an edited table', path: 'knowledge/fees.csv', content: 'boat,fee_cad\nsingle,100\n' },
  { name: 'a new glossary', path: 'glossary.yaml', content: '- term: kayak\n' },
  { name: 'new readings', path: 'readings.yaml', content: 'readings: [\n' },
  { name: 'new proposals', path: 'policies/.readings/hire.yaml', content: 'proposals: [\n' },
])('$name is found without an event', async ({ path, content }) => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-sweep-'));
  const put = async (below: string, text: string): Promise<void> => {
    await mkdir(join(folder, below, '..'), { recursive: true });
    await writeFile(join(folder, below), text);
  };
  await put('policies/hire.md', 'Hire ends at dusk.\n');
  await put('knowledge/fees.csv', 'boat,fee_cad\nsingle,40\n');
  const told = vi.fn();
  const none = () => {};
  const registry = await openFileKnowledge({
    bases: { default: { policies: join(folder, 'policies'), knowledge: join(folder, 'knowledge') } },
    clock: { nowMs: () => 0 },
    log: { info: none, warn: none, error: none },
    sweepMs: () => 5,
    onChange: told,
  });
  await put(path, content);
  await vi.waitFor(() => expect(told).toHaveBeenCalled(), 10_000);
  await registry.close();
  await rm(folder, { recursive: true });
});
