import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/adapters/config/index.js';

const folderWith = (yaml: string | null): string => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-config-'));
  if (yaml !== null) writeFileSync(join(folder, 'plumbline.yaml'), yaml);
  return folder;
};

describe('loadConfig', () => {
  it('runs on defaults where there is no file', () => {
    const { config, file } = loadConfig(undefined, folderWith(null));
    expect(file).toBeNull();
    expect(config).toMatchObject({
      listen: { host: '127.0.0.1', port: 8787 },
      routes: { default: { fail_mode: 'closed' } },
    });
  });

  it('finds plumbline.yaml in the working folder, and takes its paths from there', () => {
    const folder = folderWith('listen: { port: 9000 }\n');
    expect(loadConfig(undefined, folder)).toMatchObject({
      baseDir: folder,
      config: { listen: { port: 9000 } },
    });
  });

  it('leaves the other decisions of a route to the general ones', () => {
    const folder = folderWith('routes: { default: { decisions: { failing: block } } }\n');
    expect(loadConfig(undefined, folder).config.routes['default']?.decisions).toEqual({ failing: 'block' });
  });

  it.each([
    {
      name: 'an unknown key',
      yaml: 'lisen: { port: 1 }\n',
      says: ['unknown key "lisen"', 'configuration.md'],
    },
    {
      name: 'an unknown nested key',
      yaml: 'listen: { prot: 1 }\n',
      says: ['unknown key "prot"', '"listen"'],
    },
    {
      name: 'a setting of one of several ways without all it needs',
      yaml: 'verification: { grader: { kind: bedrock } }\n',
      says: ['"verification.grader.region"'],
    },
    {
      name: 'a way that there is not',
      yaml: 'verification: { grader: { kind: nobody } }\n',
      says: ['"verification.grader.kind"', "'http'"],
    },
    {
      name: 'an unknown key of one of several ways',
      yaml: 'verification: { model: { model: "openai:a", timeout: 3 } }\n',
      says: ['"timeout"', '"verification.model"'],
    },
    {
      name: 'a wrong type',
      yaml: 'listen: { port: many }\n',
      says: ['"listen.port": must be a number, not a string'],
    },
    {
      name: 'a number out of range',
      yaml: 'listen: { port: 99999 }\n',
      says: ['"listen.port": must be at most 65535'],
    },
    {
      name: 'a word that is none of those there are',
      yaml: 'decisions: { operating_point: careful }\n',
      says: ['"decisions.operating_point": must be one of "cautious", "balanced", "permissive"'],
    },
    {
      name: 'an address that is no URL',
      yaml: 'upstreams: { default: { base_url: api.example.com } }\n',
      says: ['"upstreams.default.base_url": must be a whole URL, such as https://'],
    },
    { name: 'a list in place of settings', yaml: '- a\n', says: ['has no settings', '"name: value"'] },
    {
      name: 'an upstream that no route leads to',
      yaml: 'upstreams: { bot: { protocol: openai, base_url: "https://bot.example/v1" } }\n',
      says: ['"upstreams.bot": no route leads to it', 'call it "default"'],
    },
    {
      name: 'YAML that does not parse',
      yaml: 'listen: { port: 1\n',
      says: ['line 2 is not valid YAML', 'end with a }.'],
    },
    {
      name: 'a knowledge base that is not there',
      yaml: 'routes: { default: { knowledge_base: x } }\n',
      says: ['routes.default.knowledge_base', '"x"'],
    },
    {
      name: 'an upstream that is not there',
      yaml: 'routes: { default: { upstream: x } }\n',
      says: ['routes.default.upstream', '"x"'],
    },
    {
      name: 'a time zone that there is not',
      yaml: 'timezone: Mars/Olympus\n',
      says: ['"timezone": "Mars/Olympus" is not an IANA time zone'],
    },
    {
      name: 'hours in a time zone that there is not',
      yaml: 'handoff: { hours: { timezone: EDT5, weekly: { mon: ["09:00-17:00"] } } }\n',
      says: ['"handoff.hours.timezone": "EDT5" is not an IANA time zone'],
    },
    {
      name: 'opening times that overlap',
      yaml: 'handoff: { hours: { weekly: { mon: ["12:00-17:00", "09:00-12:30"] } } }\n',
      says: ['"handoff.hours.weekly.mon": 09:00-12:30 and 12:00-17:00 overlap; write them as one'],
    },
    {
      name: 'an opening time through midnight',
      yaml: 'handoff: { hours: { weekly: { mon: ["22:00-06:00"] } } }\n',
      says: ['"handoff.hours.weekly.mon.0": must end after it starts; write a night as two'],
    },
    {
      name: 'an opening time in other words',
      yaml: 'handoff: { hours: { weekly: { mon: ["9am-5pm"] } } }\n',
      says: ['"handoff.hours.weekly.mon.0": must be from-until such as 09:00-17:30'],
    },
    {
      name: 'hours without any',
      yaml: 'handoff: { hours: { weekly: { mon: [] } } }\n',
      says: ['"handoff.hours.weekly": opens at no time', 'leave hours out'],
    },
    {
      name: 'a closed day that is none',
      yaml: 'handoff: { hours: { weekly: { mon: ["09:00-17:00"] }, closed_days: [25.12.] } }\n',
      says: ['"handoff.hours.closed_days.0": must be a day such as 2026-12-24'],
    },
    {
      name: 'a secret in place of a variable name',
      yaml: 'upstreams: { default: { base_url: "https://bot.example/v1", api_key_env: sk-123 } }\n',
      says: ['api_key_env', 'NAME of an environment variable'],
    },
    {
      name: 'a time zone that is not one',
      yaml: 'timezone: Nowhere\n',
      says: ['"timezone"', 'America/Toronto'],
    },
  ])('refuses $name in a sentence that names it', ({ yaml, says }) => {
    const folder = folderWith(yaml);
    for (const words of says) expect(() => loadConfig(undefined, folder)).toThrow(words);
  });

  it('refuses a file that is not there', () => {
    expect(() => loadConfig('absent.yaml', folderWith(null))).toThrow('cannot be read');
  });
});
