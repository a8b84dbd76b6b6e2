import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseAnswer, loadDemoScript } from '../../../src/adapters/demo-bot/index.js';

describe.each(['airline', 'pay-later', 'drive-thru'])('the demo script of %s', (operator) => {
  it('gives every example its own answer, or one of the same truth', async () => {
    const script = await loadDemoScript(`examples/${operator}/bot.json`);
    const lost = script.answers.filter((answer) => {
      const reply = chooseAnswer(script, [{ role: 'user', content: answer.example }]);
      const reached = script.answers.find(({ id }) => id === reply.id);
      return reached === undefined || reached.truth !== answer.truth || reached.lang !== answer.lang;
    });
    expect(lost.map((answer) => `${answer.id}: ${answer.example}`)).toEqual([]);
  });

  it('has an answer to every suggestion', async () => {
    const script = await loadDemoScript(`examples/${operator}/bot.json`);
    const suggestions = [...script.suggestions.en, ...script.suggestions.fr];
    const silent = suggestions.filter(
      (content) => chooseAnswer(script, [{ role: 'user', content }]).id === null,
    );
    expect(silent).toEqual([]);
  });
});

describe('loadDemoScript', () => {
  it.each([
    { name: 'is missing', text: null, detail: /could not be read/ },
    { name: 'is not JSON', text: '{', detail: /is not JSON/ },
    { name: 'has an unknown key', text: '{"operator":"A","colour":1}', detail: /greeting/ },
  ])('says in one sentence that a script $name', async ({ text, detail }) => {
    const folder = await mkdtemp(join(tmpdir(), 'demo-'));
    const path = join(folder, 'bot.json');
    if (text !== null) await writeFile(path, text);
    await expect(loadDemoScript(path)).rejects.toMatchObject({
      code: 'config-invalid',
      detail: expect.stringMatching(detail),
    });
    await rm(folder, { recursive: true });
  });
});
