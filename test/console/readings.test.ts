import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { consolePages } from '../../src/console/index.js';
import { testApp } from '../support/http-app.js';
import { BOATS, type ProposalFolder, proposalFolder } from '../support/proposal-folder.js';

const PATH = '/console/readings';
const POLICY = `${PATH}?base=default&document=policies%2Fboats.md`;

const folders: ProposalFolder[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

const setUp = async ({ isAsked = true, config = {}, isServed = true } = {}) => {
  const folder = await proposalFolder({ isAsked });
  folders.push(folder);
  const pages = consolePages({
    playground: null,
    assets: async () => null,
    login: { limiter: { take: () => 0 }, peerOf: () => '' },
  });
  const proposals = new Map([['default', folder.files]]);
  const at = testApp({ config, deps: { pages, ...(isServed ? { proposals } : {}) } });
  for (const role of ['admin', 'compliance', 'agent', 'auditor'] as const) {
    await at.keys.create(`plk_${role}`, { role, tenant: 'default', name: 'Ada' });
  }
  const get = (path = PATH, headers: Record<string, string> = {}) =>
    at.app.request(path, { headers: { 'x-plumbline-key': 'plk_compliance', ...headers } });
  const open = async (path = PATH, headers: Record<string, string> = {}) =>
    await (await get(path, headers)).text();
  const post = async (path: string, fields: Record<string, string>, headers: Record<string, string>) =>
    await at.app.request(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'http://localhost',
        ...headers,
      },
      body: new URLSearchParams(fields).toString(),
    });
  const decide = async (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    await post(
      `${PATH}/decide`,
      { base: 'default', document: BOATS.source, view: 'open', ...fields },
      { 'x-plumbline-key': 'plk_compliance', 'hx-request': 'true', ...headers },
    );
  return { ...at, folder, get, open, post, decide };
};

const toastOf = (response: Response): { text: string; tone: string } =>
  JSON.parse(response.headers.get('hx-trigger') ?? '{}')['plumbline:toast'];

describe('the page of readings', () => {
  it('lists the policies, those that wait for a person first', async () => {
    const html = await (await setUp()).open();
    expect(html).toContain('5 to review');
    expect(html).toContain('1 rejected');
    expect(html).toContain('Not asked yet');
    expect(html.indexOf('policies/boats.md')).toBeLessThan(html.indexOf('policies/vests.md'));
  });

  it('shows the policy’s words beside what is proposed', async () => {
    const html = await (await setUp()).open(POLICY);
    for (const part of [
      'Boats › Return',
      '<blockquote class="proposal-quote">Boats are back **before dusk**, or the day after is paid in full.</blockquote>',
      'You must return boats before dusk.',
      'canoes\nkayaks',
      'In French, one a line',
      'When must I be back?',
      'Contradicted by',
      'May I bring it back tomorrow?',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).not.toContain('Où est le quai');
  });

  it('shows what was decided, by whom and when', async () => {
    const html = await (await setUp()).open(`${POLICY}&view=rejected`);
    expect(html).toContain('Où est le quai ?');
    expect(html).toMatch(/Rejected by Bo, Feb\S* 27, 2026/);
  });

  it('accepts, in other words too, and notes who and when', async () => {
    const { decide, folder } = await setUp();
    const part = await decide({ id: 's-1', act: 'accept', reads_as: 'Boats are due\r\n before dusk.' });
    expect(toastOf(part)).toEqual({ text: 'Accepted. It counts within a second.', tone: 'good' });
    expect(await part.text()).toMatch(/^<div id="readings"/);
    await decide({ id: 'y-1', act: 'accept', term: 'Boats', synonyms: 'canoes\r\n\r\n dinghies ' });
    await decide({ id: 't-1', act: 'accept', term: 'dusk', 'translations.fr': 'crépuscule\r\nbrunante' });
    const [section] = parse(folder.read());
    const decided = { decided_by: 'Ada', decided_at: '2026-03-01T12:00:00.000Z', status: 'accepted' };
    expect(section.proposals.slice(0, 3)).toEqual([
      expect.objectContaining({ ...decided, id: 's-1', reads_as: 'Boats are due before dusk.' }),
      expect.objectContaining({ ...decided, id: 'y-1', synonyms: ['canoes', 'dinghies'] }),
      expect.objectContaining({ ...decided, id: 't-1', translations: { fr: ['crépuscule', 'brunante'] } }),
    ]);
  });

  it('rejects as it was proposed; a browser without scripts is sent back to the page', async () => {
    const { post, folder } = await setUp();
    const response = await post(
      `${PATH}/decide`,
      {
        base: 'default',
        document: BOATS.source,
        view: 'open',
        id: 's-1',
        act: 'reject',
        reads_as: 'Something else.',
      },
      { 'x-plumbline-key': 'plk_admin' },
    );
    expect([response.status, response.headers.get('location')]).toEqual([303, `${POLICY}&view=open`]);
    expect(folder.read()).toContain('You must return boats before dusk.');
    expect(folder.read()).toMatch(/"?id"?: "?s-1"?, "?status"?: "?rejected/);
  });

  it('brings what was accepted back for review once its section changed, and takes it in the new words only', async () => {
    const { decide, open, folder } = await setUp();
    await decide({ id: 's-1', act: 'accept' });
    await folder.put(BOATS.source, BOATS.text.replace('before dusk', 'by noon'));
    const html = await open(POLICY);
    expect(html).toContain('Section changed');
    expect(html).toContain('These words do not stand in the section any more');
    const refused = await decide({ id: 's-1', act: 'accept' });
    expect(toastOf(refused)).toMatchObject({
      tone: 'bad',
      text: expect.stringContaining('Not accepted: its quote'),
    });
    const quote = 'Boats are back **by noon**, or the day after is paid in full.';
    await decide({ id: 's-1', act: 'accept', quote, reads_as: 'You must return boats by noon.' });
    expect(folder.read()).toContain('You must return boats by noon.');
    expect(await open(`${POLICY}&view=accepted`)).toContain('You must return boats by noon.');
  });

  it('speaks French', async () => {
    const { open, decide } = await setUp();
    const html = await open(POLICY, { 'accept-language': 'fr' });
    for (const part of ['<html lang="fr">', 'Lectures', 'Lecture simple', 'Dans la politique', 'Accepter']) {
      expect(html).toContain(part);
    }
    const answer = await decide({ id: 'q-1', act: 'accept' }, { 'accept-language': 'fr' });
    expect(toastOf(answer).text).toBe('Acceptée. Elle compte dans la seconde.');
  });

  it('says what to do where nothing was proposed', async () => {
    expect(await (await setUp({ isAsked: false })).open()).toContain('run: npm run propose');
  });

  it('shows a file that cannot be read, with line and fix, and writes nothing over it', async () => {
    const { open, decide, folder } = await setUp();
    await folder.put('policies/.readings/boats.yaml', '- section: [Boats]\n  digest: no\n  proposals: []\n');
    expect(await open()).toContain('The file cannot be read');
    expect(await open(POLICY)).toContain('policies/.readings/boats.yaml, line 2');
    expect((await decide({ id: 's-1', act: 'accept' })).status).toBe(503);
    expect(folder.read()).toContain('digest: no');
  });

  it.each([
    { name: 'a proposal that is gone', fields: { id: 's-9', act: 'accept' }, status: 404 },
    { name: 'a policy that is gone', fields: { id: 's-1', act: 'accept', document: 'x' }, status: 404 },
    { name: 'another knowledge base', fields: { id: 's-1', act: 'accept', base: 'x' }, status: 404 },
    { name: 'no decision', fields: { id: 's-1' }, status: 400 },
    { name: 'words that are none', fields: { id: 's-1', act: 'accept', reads_as: ' ' }, status: 400 },
  ])('refuses $name', async ({ fields, status }) => {
    const { decide, folder } = await setUp();
    const before = folder.read();
    expect((await decide(fields as Record<string, string>)).status).toBe(status);
    expect(folder.read()).toBe(before);
  });

  it.each([
    { role: 'admin', opens: 200 },
    { role: 'compliance', opens: 200 },
    { role: 'agent', opens: 403 },
    { role: 'auditor', opens: 403 },
  ] as const)('is for compliance people and administrators: $role', async ({ role, opens }) => {
    const { get, decide, folder } = await setUp();
    const headers = { 'x-plumbline-key': `plk_${role}` };
    const before = folder.read();
    expect((await get(PATH, headers)).status).toBe(opens);
    expect((await decide({ id: 'q-1', act: 'accept' }, headers)).status).toBe(opens);
    expect(folder.read() === before).toBe(opens === 403);
  });

  it('shows the knowledge bases of a person’s routes only', async () => {
    const config = {
      routes: { default: { knowledge_base: 'other' } },
      knowledge_bases: { other: {}, default: {} },
    };
    const { open, get, decide } = await setUp({ config });
    expect(await open()).toContain('There are no policies here');
    expect((await get(POLICY)).status).toBe(404);
    expect((await decide({ id: 's-1', act: 'accept' })).status).toBe(404);
  });

  it('is not there where there are no files to decide in', async () => {
    const { get } = await setUp({ isServed: false });
    expect((await get()).status).toBe(404);
    expect(await (await get('/console/deliveries')).text()).not.toContain(PATH);
  });

  it('is not served to a form of another site', async () => {
    const { post } = await setUp();
    const signedIn = await post('/console/login', { key: 'plk_admin', name: 'Ada' }, {});
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const fields = { base: 'default', document: BOATS.source, id: 'q-1', act: 'accept' };
    const send = (origin: string) => post(`${PATH}/decide`, fields, { cookie, origin });
    expect((await send('https://evil.example')).status).toBe(403);
    expect((await send('http://localhost')).status).toBe(303);
  });
});
