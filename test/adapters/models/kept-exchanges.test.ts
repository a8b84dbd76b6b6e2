import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fileCall } from '../../../src/adapters/models/file-call.js';
import { recordedModel, replayedModel } from '../../../src/adapters/models/index.js';
import type { ModelRequest } from '../../../src/core/index.js';
import { scriptedModel } from '../../support/scripted-model.js';

const request = (user: string, vote = 0): ModelRequest => ({
  tenant: 'one',
  stage: 'judge',
  prompt: 'judge-1',
  system: 'Judge.',
  user,
  reply_name: 'verdicts',
  reply: z.strictObject({ verdicts: z.array(z.string()) }),
  vote,
});
const NEVER = new AbortController().signal;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-exchanges-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('recorded exchanges', () => {
  it('are replayed without the model, whoever’s answer it is', async () => {
    const model = scriptedModel(({ user, vote }) => ({ verdicts: [user, String(vote)] }));
    const recorded = recordedModel(model, folder);
    const first = await recorded.ask(request('a'), NEVER);
    const second = await recorded.ask(request('a', 1), NEVER);
    const replayed = replayedModel(model.id, folder);
    expect(await replayed.ask({ ...request('a'), tenant: 'two' }, NEVER)).toEqual(first);
    expect(await replayed.ask(request('a', 1), NEVER)).toEqual(second);
    expect(second).not.toEqual(first);
    expect(await recorded.ask(request('a'), NEVER)).toEqual(first);
    expect(model.requests).toHaveLength(2);
  });

  it('hold refusals, and no failure that passes', async () => {
    const recorded = recordedModel(
      scriptedModel(({ user }) => ({ fails: user === 'a' ? 'refused' : 'unavailable' })),
      folder,
    );
    await recorded.ask(request('a'), NEVER);
    await recorded.ask(request('b'), NEVER);
    expect(await readdir(folder)).toHaveLength(1);
    expect(await replayedModel('test:scripted', folder).ask(request('a'), NEVER)).toMatchObject({
      failure: 'refused',
    });
  });

  it('that are missing, or of another model, are failures and are named', async () => {
    await recordedModel(
      scriptedModel(() => ({ verdicts: [] })),
      folder,
    ).ask(request('a'), NEVER);
    const missing: string[] = [];
    const note = (name: string) => missing.push(name);
    const other = await replayedModel('other:model', folder, note).ask(request('a'), NEVER);
    const never = await replayedModel('test:scripted', folder, note).ask(request('b'), NEVER);
    expect([other, never]).toMatchObject([{ failure: 'unavailable' }, { failure: 'unavailable' }]);
    expect(missing).toHaveLength(2);
  });
});

describe('a model of files', () => {
  it('writes what is asked and takes the reply that somebody puts beside it, again and again', async () => {
    const waits: string[] = [];
    const call = fileCall('file', folder, async () => {
      const [name] = (await readdir(folder)).filter((file) => file.endsWith('.request.json'));
      waits.push(await readFile(join(folder, name ?? ''), 'utf8'));
      await writeFile(join(folder, (name ?? '').replace('request', 'reply')), '{"verdicts": ["x"]}');
    });
    const reply = await call(request('a'), NEVER);
    expect(reply).toMatchObject({ isAnswered: true, value: { verdicts: ['x'] } });
    expect(JSON.parse(waits[0] ?? '')).toMatchObject({ user: 'a', reply_schema: { type: 'object' } });
    expect(await call(request('a'), NEVER)).toEqual(reply);
    expect(waits).toHaveLength(1);
  });

  it('takes a reply that is no JSON for unreadable', async () => {
    const call = fileCall('file', folder, async () => {
      const [name] = await readdir(folder);
      await writeFile(join(folder, (name ?? '').replace('request', 'reply')), 'all fine');
    });
    expect(await call(request('a'), NEVER)).toMatchObject({ isAnswered: false, failure: 'unreadable' });
  });
});
