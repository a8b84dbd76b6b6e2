import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readModelFolder } from '../../src/adapters/graders/onnx/model-folder.js';
import { main } from '../../src/cli/main.js';
import { OnnxGraderSettings } from '../../src/schema/index.js';
import { type HubStub, startHubStub } from '../support/hub-stub.js';
import { writeTinyModel } from '../support/tiny-models/tiny-model.js';
import { listenToOutputs, type Told } from '../support/told.js';

let folder = '';
let source = '';
let hub: HubStub;
let told: Told;

const ONNX = 'onnx/model_quantized.onnx';
const FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', ONNX];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-models-'));
  source = join(folder, 'source');
  writeTinyModel(source, {
    task: 'pair',
    labels: ['contradiction', 'entailment'],
    texts: ['Boats.'],
    file: ONNX,
  });
  hub = await startHubStub();
  for (const name of FILES)
    hub.files.set(name, { body: readFileSync(join(source, name)), is_large: name === ONNX });
  hub.files.set('README.md', { body: Buffer.from('# Tiny'), is_large: false });
  hub.files.set('onnx/model.onnx', { body: Buffer.from('another precision'), is_large: true });
  told = listenToOutputs();
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await hub.close();
  rmSync(folder, { recursive: true });
});

const to = (): string => join(folder, 'pulled', 'owner', 'tiny');
const pull = (...options: string[]) =>
  main(['models', 'pull', 'owner/tiny', '--from', hub.url, '--to', to(), ...options]);
const manifest = () => JSON.parse(readFileSync(join(to(), 'plumbline-model.json'), 'utf8'));
const parts = (): string[] =>
  [to(), join(to(), 'onnx')].flatMap((at) =>
    existsSync(at) ? readdirSync(at).filter((name) => name.endsWith('.part')) : [],
  );

describe('plumbline models pull', () => {
  it('brings what a grader needs and nothing else, and says how to use it', async () => {
    expect(await pull()).toBe(0);
    for (const name of FILES) expect(readFileSync(join(to(), name))).toEqual(hub.files.get(name)?.body);
    expect(readdirSync(to()).sort()).toEqual(
      ['config.json', 'onnx', 'plumbline-model.json', 'tokenizer.json', 'tokenizer_config.json'].sort(),
    );
    expect(manifest()).toMatchObject({ id: 'owner/tiny', revision: 'main', commit: 'a'.repeat(40) });
    expect(manifest().files.map((file: { is_from_server: boolean }) => file.is_from_server)).toEqual(
      FILES.map(() => true),
    );
    expect(told.stdout).toContain('Licence, as its card says: mit.');
    expect(told.stdout).toContain(`verification: { grader: "onnx:${to()}" }`);
    const settings = OnnxGraderSettings.parse({ kind: 'onnx', folder: to() });
    expect(await readModelFolder(to(), settings)).toMatchObject({ file: 'model_quantized', task: 'pair' });
  });

  it('takes another precision where it is told to', async () => {
    expect(await pull('--dtype', 'fp32')).toBe(0);
    expect(readdirSync(join(to(), 'onnx'))).toEqual(['model.onnx']);
    expect(await pull('--dtype', 'fp16')).toBe(2);
    expect(told.stderr).toContain('choose one with --dtype');
  });

  it('goes on where it broke off, and never shows half a file', async () => {
    hub.trouble = { name: ONNX, endsAfter: 100 };
    expect(await pull()).toBe(2);
    expect(told.stderr).toMatch(/broke off after 100 of \d+ bytes. Pull again: it goes on where it stopped/);
    expect(existsSync(join(to(), ONNX))).toBe(false);
    expect(existsSync(join(to(), 'plumbline-model.json'))).toBe(false);
    const before = hub.calls.length;
    expect(await pull()).toBe(0);
    expect(hub.calls.slice(before)).toContain(`GET /store/${ONNX} bytes=100-`);
    expect(readFileSync(join(to(), ONNX))).toEqual(hub.files.get(ONNX)?.body);
    expect(parts()).toEqual([]);
  });

  it.each(['config.json', ONNX])('comes whole after a connection that broke (%s)', async (name) => {
    hub.trouble = { name, endsAfter: 20, breaks: true };
    expect(await pull()).toBe(2);
    expect(told.stderr).toMatch(/broke off after \d+ bytes: .*Pull again/);
    expect(existsSync(join(to(), name))).toBe(false);
    expect(await pull()).toBe(0);
    expect(readFileSync(join(to(), name))).toEqual(hub.files.get(name)?.body);
  });

  it.each(['config.json', ONNX])(
    'throws %s away where it has not the checksum of the server',
    async (name) => {
      const { length } = hub.files.get(name)?.body ?? [];
      hub.trouble = { name, sends: Buffer.alloc(length ?? 0, 'x') };
      expect(await pull()).toBe(2);
      expect(told.stderr).toMatch(
        /has not the (?:git|SHA-256) checksum that the server names, and was thrown away/,
      );
      expect(existsSync(join(to(), name))).toBe(false);
      expect(parts()).toEqual([]);
    },
  );

  it('takes checksums from the headers where the description has none', async () => {
    hub.describes = false;
    expect(await pull()).toBe(0);
    expect(manifest().files.every((file: { is_from_server: boolean }) => file.is_from_server)).toBe(true);
    hub.trouble = { name: ONNX, sends: Buffer.from('other bytes') };
    rmSync(to(), { recursive: true });
    expect(await pull()).toBe(2);
    expect(told.stderr).toContain('SHA-256 checksum');
  });

  it('fetches nothing again that is there and whole', async () => {
    await pull();
    const before = hub.calls.length;
    expect(await pull('--json')).toBe(0);
    expect(hub.calls.length - before).toBe(1);
    expect(JSON.parse(told.stdout.slice(told.stdout.indexOf('{\n'))).kept).toEqual(FILES);
  });

  it('sends a token to the hub, and not to where it redirects', async () => {
    vi.stubEnv('HF_TOKEN', 'hf_secret');
    expect(await pull()).toBe(0);
    expect([...hub.tokens.hub]).toEqual(['Bearer hf_secret']);
    expect([...hub.tokens.store]).toEqual([undefined]);
    expect(told.stdout).not.toContain('hf_secret');
  });

  it('warns of a licence that allows no commercial use', async () => {
    await hub.close();
    const files = hub.files;
    hub = await startHubStub('cc-by-nc-4.0');
    for (const [name, file] of files) hub.files.set(name, file);
    expect(await pull()).toBe(0);
    expect(told.stdout).toContain('This licence does not allow commercial use.');
  });

  it.each([
    {
      name: 'no name',
      args: ['models', 'pull', '../etc/passwd'],
      words: /is no model’s name: give OWNER\/NAME/,
    },
    {
      name: 'a model that is not there',
      args: ['models', 'pull', 'owner/none'],
      words: /owner\/none at revision main: is not at .*check the name, --revision and --from/,
    },
    {
      name: 'a model that wants a token',
      args: ['models', 'pull', 'owner/secret'],
      words: /accept its terms there, then set HF_TOKEN/,
    },
  ])('$name: says what to do', async ({ args, words }) => {
    expect(await main([...args, '--from', hub.url, '--to', to()])).toBe(2);
    expect(told.stderr).toMatch(words);
  });

  it('says so when the hub cannot be reached', async () => {
    await hub.close();
    expect(await pull()).toBe(2);
    expect(told.stderr).toMatch(/cannot be reached: .*Check the address \(--from\) and your proxy/);
    hub = await startHubStub();
  });

  it.each([
    { lacks: 'tokenizer.json', words: /has no tokenizer\.json: it cannot be run here/ },
    { lacks: ONNX, words: /has no ONNX file: look for a conversion of it/ },
  ])('refuses a model without $lacks', async ({ lacks, words }) => {
    hub.files.delete(lacks);
    hub.files.delete('onnx/model.onnx');
    expect(await pull()).toBe(2);
    expect(told.stderr).toMatch(words);
  });

  it('takes no file whose name leads out of the folder', async () => {
    hub.files.delete(ONNX);
    hub.files.delete('onnx/model.onnx');
    hub.files.set('../../model.onnx', { body: Buffer.from('x'), is_large: false });
    expect(await pull()).toBe(2);
    expect(told.stderr).toMatch(/has no ONNX file/);
  });
});

describe('models that were pulled', () => {
  it('are listed and verified', async () => {
    await pull();
    told.stdout = '';
    expect(await main(['models', 'list', '--folder', join(folder, 'pulled')])).toBe(0);
    expect(told.stdout).toContain(`owner/tiny  ${'a'.repeat(40)}`);
    expect(await main(['models', 'verify', to()])).toBe(0);
    writeFileSync(join(to(), 'config.json'), '{}');
    expect(await main(['models', 'verify', to()])).toBe(1);
    expect(told.stdout).toContain('Missing or altered: config.json.');
  });

  it('are not loaded where a file was altered', async () => {
    await pull();
    writeFileSync(join(to(), ONNX), 'something else');
    const settings = OnnxGraderSettings.parse({ kind: 'onnx', folder: to() });
    await expect(readModelFolder(to(), settings)).rejects.toMatchObject({
      detail: expect.stringMatching(
        /not as they were pulled: onnx\/model_quantized\.onnx.*models pull owner\/tiny/,
      ),
    });
  });

  it('are none in a folder that nothing was pulled into', async () => {
    expect(await main(['models', 'list', '--folder', source])).toBe(0);
    expect(told.stdout).toContain('No model was pulled here');
    expect(await main(['models', 'verify', source])).toBe(2);
  });
});
