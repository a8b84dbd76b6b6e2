import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemsMarkdown } from '../../src/cli/problems-doc.js';
import { PROBLEMS } from '../../src/core/errors.js';
import { PROBLEM_CODES, problemText } from '../../src/http/index.js';
import { testApp } from '../support/http-app.js';

describe('docs/problems.md', () => {
  it('is made from the table of problems: npm run docs', () =>
    expect(readFileSync(new URL('../../docs/problems.md', import.meta.url), 'utf8')).toBe(
      problemsMarkdown(),
    ));
});

describe('what a problem means', () => {
  it.each(PROBLEM_CODES)(
    '%s is said in both languages, and each names the same settings and fields',
    (code) => {
      const [en, fr] = [problemText(code, 'en'), problemText(code, 'fr')];
      const namedIn = (text: string) =>
        text
          .split('`')
          .filter((_, at) => at % 2 === 1)
          .toSorted();
      expect(namedIn(fr.text)).toEqual(namedIn(en.text));
      expect(fr.text).not.toBe(en.text);
      expect(fr.title).not.toBe(en.title);
      expect(en.text.length).toBeGreaterThan(30);
    },
  );

  it('stands where the type of a problem document leads', async () => {
    const { app } = testApp();
    const refused = await app.request('/v1/check', { method: 'POST', body: '{', headers: JSON_BODY });
    const { type } = (await refused.json()) as { type: string };
    const explained = await app.request(type);
    expect(explained.status).toBe(200);
    expect(await explained.json()).toEqual({
      type: '/problems/request-invalid',
      code: 'request-invalid',
      status: 400,
      title: PROBLEMS['request-invalid'].title,
      text: expect.stringContaining('JSON Pointer'),
      language: 'en',
    });
    expect(explained.headers.get('cache-control')).toBe('public, max-age=86400');
    expect(explained.headers.get('vary')).toBe('accept, accept-language');
  });

  it.each([
    {
      name: 'as the browser accepts',
      path: '/problems/handoff-ended',
      accepted: 'fr-CA,fr;q=0.9',
      language: 'fr',
    },
    { name: 'as asked', path: '/problems/handoff-ended?lang=fr', accepted: 'en', language: 'fr' },
    { name: 'in English otherwise', path: '/problems/handoff-ended', accepted: 'de', language: 'en' },
  ])('is told in a language: $name', async ({ path, accepted, language }) => {
    const response = await testApp().app.request(path, { headers: { 'accept-language': accepted } });
    expect(await response.json()).toMatchObject({ language });
    expect(response.headers.get('content-language')).toBe(language);
  });

  it('needs no key, where everything else does', async () => {
    const { app, keys } = testApp();
    await keys.create('plk_one', { role: 'vendor' });
    expect((await app.request('/api/records')).status).toBe(401);
    expect((await app.request('/problems/auth-key-missing')).status).toBe(200);
    expect((await app.request('/problems', { headers: { 'x-plumbline-key': 'plk_unknown' } })).status).toBe(
      200,
    );
    expect((await app.request('/problems/auth-key-missing', { method: 'POST' })).status).toBe(401);
  });

  it('is listed, and what is none is not found', async () => {
    const { app } = testApp();
    const { problems } = (await (await app.request('/problems')).json()) as { problems: { code: string }[] };
    expect(problems.map(({ code }) => code)).toEqual(Object.keys(PROBLEMS));
    for (const path of ['/problems/nothing', '/problems/constructor', '/problems/a/b'])
      expect((await app.request(path)).status).toBe(404);
  });
});

const JSON_BODY = { 'content-type': 'application/json' };
