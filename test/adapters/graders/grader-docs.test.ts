import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { GraderApiReply, GraderApiRequest } from '../../../src/adapters/graders/grader-api.js';
import { Config } from '../../../src/schema/index.js';
import { graderAt, NEVER, SERVICES, serviceCase } from '../../support/grader-services.js';
import { claimOf, gradingRequest } from '../../support/grading-request.js';

const page = async (name: string): Promise<string> =>
  await readFile(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const DOC = await page('grader-api.md');
const MODELS = await page('models.md');

/** The code blocks of a page by what stands after their fence, in order. */
const blocks = (info: string, text = DOC): string[] =>
  [...text.matchAll(/^```([^\n]+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, body]) =>
    name === info && body !== undefined ? [body] : [],
  );

describe('docs/grader-api.md', () => {
  it('shows a request and a reply of the form that it describes', () => {
    const [request, reply] = blocks('json').map((block): unknown => JSON.parse(block));
    expect(GraderApiRequest.parse(request)).toEqual(request);
    expect(GraderApiReply.parse(reply)).toEqual(reply);
  });

  it.each([
    { name: 'request', schema: GraderApiRequest },
    { name: 'reply', schema: GraderApiReply },
  ])('has the schema of the $name as it is checked', ({ name, schema }) => {
    expect(JSON.parse(blocks(`json schema ${name}`)[0] ?? '')).toEqual(
      JSON.parse(JSON.stringify(z.toJSONSchema(schema))),
    );
  });

  it.each(blocks('yaml'))('shows settings that are valid: %s', (block) => {
    expect(Config.safeParse(parse(block)).error).toBeUndefined();
  });
});

it('docs/models.md shows settings of each service, and they are valid', () => {
  const [section] = MODELS.split('## Graders outside')[1]?.split('\n## ') ?? [];
  const graders = blocks('yaml', section).map((block) => Config.parse(parse(block)).verification.grader);
  expect(graders.map((grader) => grader !== null && typeof grader === 'object' && grader.kind)).toEqual(
    SERVICES.map(({ kind }) => kind),
  );
});

describe('the server that docs/grader-api.md shows', () => {
  let folder: string;
  let server: ChildProcess;
  let url: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-grader-'));
    const [code = ''] = blocks('js');
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(32);
    const file = join(folder, 'grader.mjs');
    await writeFile(file, code);
    server = spawn(process.execPath, [file], {
      env: { ...process.env, PORT: '0', GRADER_KEY: 'own-key' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (server.stdout === null) throw new Error('no output');
    const [line] = await once(server.stdout, 'data');
    url = `http://127.0.0.1:${/port (\d+)/.exec(String(line))?.[1]}`;
  });
  afterAll(async () => {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  });

  const grade = async (texts: readonly string[], secrets?: Record<string, string>) => {
    const options = { over: { supported_from: 0.8 }, ...(secrets === undefined ? {} : { secrets }) };
    const { grader } = graderAt(serviceCase('http'), url, options);
    const request = await gradingRequest(texts.map((text) => claimOf(text)));
    return { request, ...(await grader.grade(request, NEVER)) };
  };

  it('grades claims', async () => {
    const { grades, request } = await grade([
      'The deposit is given back at the jetty.',
      'Adults swim for free on Mondays.',
    ]);
    expect(grades).toMatchObject([{ label: 'supported' }, { label: 'undecided' }]);
    const [number] = Object(grades[0]).for;
    expect(request.evidence.items.find((item) => item.number === number)?.text).toContain('at the jetty');
  });

  it('wants its key', async () => {
    const { grades } = await grade(['Boats are blue.'], { GRADER_KEY: 'another' });
    expect(grades).toEqual([{ isGraded: false, failure: 'grader_rejected' }]);
  });
});
