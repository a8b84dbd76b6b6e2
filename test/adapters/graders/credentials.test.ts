import { createHash, createHmac, createVerify } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { graderAt, JETTY, NEVER, serviceAccount, serviceCase } from '../../support/grader-services.js';
import { claimOf, gradingRequest } from '../../support/grading-request.js';
import { type StubCall, type StubServer, startStub } from '../../support/stub-server.js';

let server: StubServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const claims = [claimOf(JETTY)];

const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'session-1',
};

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** The signature of a call by the rules of Signature Version 4, from the call as it arrived. */
const signatureOf = ({ method, path, headers, text }: StubCall, secret: string): string => {
  const [, scope = '', signed = ''] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+)/.exec(String(headers['authorization'])) ?? [];
  const [day = '', region = '', service = ''] = scope.split('/');
  const canonical = [
    method,
    // Each segment once more than it was sent, as every service but S3 has it.
    path.split('/').map(encodeURIComponent).join('/'),
    '',
    ...signed.split(';').map((name) => `${name}:${headers[name]}`),
    '',
    signed,
    hash(text),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(canonical)].join('\n');
  const key = ['aws4_request'].reduce(hmac, hmac(hmac(hmac(`AWS4${secret}`, day), region), service));
  return hmac(key, toSign).toString('hex');
};

describe('keys of AWS', () => {
  const service = serviceCase('bedrock');

  it('sign each call, under the region and the time of the call', async () => {
    server = await startStub((call) => ({ status: 200, body: service.supports(call) }));
    const arn = 'arn:aws:bedrock:eu-west-1:123456789012:guardrail/gr1a2b3c';
    const over = { region: 'eu-west-1', guardrail_id: arn };
    const { grader } = graderAt(service, server.url, { over, secrets: KEYS });
    const { grades } = await grader.grade(await gradingRequest(claims), NEVER);
    expect(grades[0]).toMatchObject({ label: 'supported' });
    const [call] = server.calls;
    if (call === undefined) throw new Error('nothing arrived');
    expect(call.headers).toMatchObject({
      'x-amz-date': '20260601T090000Z',
      'x-amz-security-token': 'session-1',
    });
    const signature = signatureOf(call, KEYS.AWS_SECRET_ACCESS_KEY);
    expect(call.headers['authorization']).toMatch(
      new RegExp(
        `^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260601/eu-west-1/bedrock/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=${signature}$`,
      ),
    );
    expect(JSON.stringify(call)).not.toContain(KEYS.AWS_SECRET_ACCESS_KEY);
  });

  it('sign a further try anew', async () => {
    server = await startStub((call) => ({ status: 200, body: service.supports(call) }));
    server.meets(service.call, { status: 503 });
    const { grader } = graderAt(service, server.url, { secrets: KEYS });
    await grader.grade(await gradingRequest(claims), NEVER);
    const [first, second] = server.calls.map(({ headers }) => headers['authorization']);
    expect([first, second]).toEqual([expect.stringContaining('AWS4'), expect.stringContaining('AWS4')]);
  });
});

describe('a service account of Google', () => {
  const service = serviceCase('vertex');

  /** Tokens and grades from one server; `tokens` answers the former. */
  const google = async (tokens: (call: StubCall) => { status: number; body?: unknown }) => {
    const stub = await startStub((call) =>
      call.path === '/token' ? tokens(call) : { status: 200, body: service.supports(call) },
    );
    server = stub;
    const { key, publicKey } = serviceAccount(`${stub.url}/token`);
    const opened = graderAt(service, stub.url, {
      over: { auth: 'service_account', credential_env: 'GOOGLE_KEY' },
      secrets: { GOOGLE_KEY: key },
    });
    const grade = async () => (await opened.grader.grade(await gradingRequest(claims), NEVER)).grades[0];
    const asked = (path: RegExp) => stub.calls.filter((call) => path.test(call.path));
    return { ...opened, grade, asked, publicKey };
  };
  const token = (name: string, expires_in = 3_599) => ({
    status: 200,
    body: { access_token: name, expires_in, token_type: 'Bearer' },
  });

  it('gets a token by an assertion that it signed, and uses it until it ends', async () => {
    let given = 0;
    const { grade, asked, publicKey, time } = await google(() => {
      given += 1;
      return token(`ya29.${given}`);
    });
    expect(await grade()).toMatchObject({ label: 'supported' });
    await grade();
    time.nowMs += 3_540_000;
    await grade();
    const grants = asked(/^\/token$/);
    expect(grants).toHaveLength(2);
    expect(asked(/:check$/).map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer ya29.1',
      'Bearer ya29.1',
      'Bearer ya29.2',
    ]);
    const form = new URLSearchParams(grants[0]?.text);
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const [head = '', body = '', signature = ''] = (form.get('assertion') ?? '').split('.');
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(read(head)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1' });
    expect(read(body)).toEqual({
      iss: 'grader@boats-1.iam.gserviceaccount.com',
      scope: 'https://www.googleapis.com/auth/cloud-platform',
      aud: `${server?.url}/token`,
      iat: Date.parse('2026-06-01T09:00:00Z') / 1_000,
      exp: Date.parse('2026-06-01T10:00:00Z') / 1_000,
    });
    const verify = createVerify('RSA-SHA256').update(`${head}.${body}`);
    expect(verify.verify(publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('asks once for calls that begin together', async () => {
    const { grader, asked } = await google(() => token('ya29.1'));
    const many = await gradingRequest([claimOf(JETTY), claimOf(`${JETTY} `), claimOf(`${JETTY}  `)]);
    await grader.grade(many, NEVER);
    expect(asked(/:check$/)).toHaveLength(3);
    expect(asked(/^\/token$/)).toHaveLength(1);
  });

  it.each([
    {
      name: 'a refusal',
      reply: { status: 400, body: { error: 'invalid_grant' } },
      failure: 'grader_rejected',
    },
    { name: 'a token server that is down', reply: { status: 503 }, failure: 'grader_unavailable' },
    { name: 'no token in the reply', reply: { status: 200, body: {} }, failure: 'grader_rejected' },
    { name: 'no JSON', reply: { status: 200, body: '<html>' }, failure: 'grader_unreadable' },
  ])('grades nothing after $name', async ({ reply, failure }) => {
    const { grade, asked } = await google(() => reply);
    expect(await grade()).toEqual({ isGraded: false, failure });
    expect(asked(/:check$/)).toEqual([]);
  });
});

it('tokens of the machine’s own account come from the metadata server', async () => {
  const service = serviceCase('vertex');
  server = await startStub((call) =>
    call.path.startsWith('/computeMetadata/')
      ? { status: 200, body: { access_token: 'ya29.own', expires_in: 1_200, token_type: 'Bearer' } }
      : { status: 200, body: service.supports(call) },
  );
  const { grader } = graderAt(service, server.url, {
    over: { auth: 'metadata_server' },
    secrets: { GCE_METADATA_HOST: new URL(server.url).host },
  });
  expect((await grader.grade(await gradingRequest(claims), NEVER)).grades[0]).toMatchObject({
    label: 'supported',
  });
  expect(server.calls[0]).toMatchObject({
    method: 'GET',
    path: '/computeMetadata/v1/instance/service-accounts/default/token',
    headers: { 'metadata-flavor': 'Google' },
  });
  expect(server.calls[1]?.headers['authorization']).toBe('Bearer ya29.own');
});

describe('a secret that is not there is an error of the configuration', () => {
  it.each([
    { kind: 'bedrock', secrets: {}, words: /access_key_id_env.*AWS_ACCESS_KEY_ID is not set/ },
    {
      kind: 'bedrock',
      over: { api_key_env: 'MY_KEY' },
      secrets: KEYS,
      words: /api_key_env.*MY_KEY is not set/,
    },
    { kind: 'azure', secrets: {}, words: /api_key_env.*AZURE_CONTENT_SAFETY_KEY is not set/ },
    { kind: 'vertex', secrets: {}, words: /credential_env.*GOOGLE_ACCESS_TOKEN is not set/ },
    {
      kind: 'vertex',
      over: { auth: 'service_account', credential_env: 'GOOGLE_KEY' },
      secrets: { GOOGLE_KEY: '/path/to/key.json' },
      words: /GOOGLE_KEY holds no key of a service account/,
    },
    {
      kind: 'vertex',
      over: {
        auth: 'service_account',
        credential_env: 'GOOGLE_KEY',
        allow_private: false,
        base_url: undefined,
      },
      secrets: { GOOGLE_KEY: serviceAccount('http://169.254.169.254/token').key },
      words: /token_uri in GOOGLE_KEY is not a public https address/,
    },
    { kind: 'lettucedetect', secrets: {}, words: /api_key_env.*GRADER_KEY is not set/ },
    { kind: 'http', secrets: {}, words: /api_key_env.*GRADER_KEY is not set/ },
  ] as const)('$kind: $words', ({ kind, secrets, words, ...rest }) => {
    const over = 'over' in rest ? rest.over : {};
    expect(() => graderAt(serviceCase(kind), 'http://127.0.0.1:1', { over, secrets })).toThrow(words);
  });
});
