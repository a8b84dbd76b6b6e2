import { describe, expect, it } from 'vitest';
import { equalInConstantTime } from '../../src/http/constant-time.js';
import type { ApiKey } from '../../src/schema/index.js';
import { testApp } from '../support/http-app.js';

describe('comparing hashes', () => {
  it.each([
    ['', '', true],
    ['ab12', 'ab12', true],
    ['ab12', 'ab13', false],
    ['bb12', 'ab12', false],
    ['ab12', 'ab1', false],
    ['ab1', 'ab12', false],
    ['', 'a', false],
    ['a', '', false],
    ['a\u0000', 'a', false],
  ])('%j and %j: %s', (a, b, isEqual) => expect(equalInConstantTime(a, b)).toBe(isEqual));

  it('a store that hands out another key than asked for is not believed', async () => {
    const { post, keys } = testApp();
    await keys.create('plk_mine', { role: 'admin' });
    const [mine] = await keys.list();
    keys.find = async (): Promise<ApiKey | null> => mine ?? null;
    expect((await post('/v1/check', { answer: 'RIGHT.' }, { 'x-plumbline-key': 'plk_guess' })).status).toBe(
      401,
    );
    expect((await post('/v1/check', { answer: 'RIGHT.' }, { 'x-plumbline-key': 'plk_mine' })).status).toBe(
      200,
    );
  });
});
