import { describe, expect, it } from 'vitest';
import { GraderSetting } from '../../src/schema/index.js';

const BEDROCK = { kind: 'bedrock', region: 'us-east-1', guardrail_id: 'gr1a2b3c', guardrail_version: '3' };
const AZURE = { kind: 'azure', base_url: 'https://boats.cognitiveservices.azure.com' };
const VERTEX = { kind: 'vertex', project: 'boats-1' };
const LETTUCE = { kind: 'lettucedetect', base_url: 'https://lettuce.example.com' };
const HTTP = { kind: 'http', url: 'https://grader.example.com/v1/grade?model=a' };

describe('settings of a grader outside', () => {
  it.each([BEDROCK, AZURE, VERTEX, LETTUCE, HTTP])('$kind needs no more than its place', (setting) => {
    expect(GraderSetting.parse(setting)).toMatchObject({
      ...setting,
      claims: 'not_verified',
      supported_from: 0.9,
      unsupported_below: null,
      allow_private: false,
    });
  });

  it.each([
    { name: 'an unknown key', setting: { ...BEDROCK, colour: 'red' }, at: [] },
    { name: 'an unknown kind', setting: { ...HTTP, kind: 'oracle' }, at: ['kind'] },
    { name: 'a region that is none', setting: { ...BEDROCK, region: 'evil.example/' }, at: ['region'] },
    {
      name: 'a guardrail that is a path',
      setting: { ...BEDROCK, guardrail_id: '../model' },
      at: ['guardrail_id'],
    },
    {
      name: 'a version that is none',
      setting: { ...BEDROCK, guardrail_version: 'latest' },
      at: ['guardrail_version'],
    },
    { name: 'a project that is a path', setting: { ...VERTEX, project: 'a/b' }, at: ['project'] },
    {
      name: 'a location that is a host',
      setting: { ...VERTEX, location: 'evil.example/' },
      at: ['location'],
    },
    { name: 'http', setting: { ...AZURE, base_url: 'http://boats.example.com' }, at: ['base_url'] },
    { name: 'this machine', setting: { ...HTTP, url: 'https://127.0.0.1/grade' }, at: ['url'] },
    {
      name: 'the metadata of a cloud',
      setting: { ...LETTUCE, base_url: 'http://169.254.169.254' },
      at: ['base_url'],
    },
    {
      name: 'a password in the address',
      setting: { ...HTTP, url: 'https://me:secret@grader.example.com' },
      at: ['url'],
    },
    { name: 'a key in place of its name', setting: { ...AZURE, api_key_env: 'f00ba4' }, at: ['api_key_env'] },
    {
      name: 'a threshold that its service has no score for',
      setting: { ...BEDROCK, contradicted_from: 0.9 },
      at: [],
    },
  ])('refuse $name', ({ setting, at }) => {
    const parsed = GraderSetting.safeParse(setting);
    expect(parsed.success).toBe(false);
    expect(JSON.stringify(parsed.error?.issues)).toContain(JSON.stringify(at));
  });

  it('allow this machine where they say so', () => {
    const setting = { ...LETTUCE, base_url: 'http://127.0.0.1:8000', allow_private: true };
    expect(GraderSetting.parse(setting)).toMatchObject({ base_url: 'http://127.0.0.1:8000' });
  });
});
