import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isMap, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { GroundingError } from '../../core/index.js';
import { Config, plainIssue } from '../../schema/index.js';

export interface LoadedConfig {
  config: Config;
  /** Folder that the configuration's paths are relative to. */
  baseDir: string;
  /** The file, or null when the defaults run the demo. */
  file: string | null;
}

const DEFAULT_FILE = 'plumbline.yaml';

const fieldName = (path: readonly PropertyKey[]): string => path.map(String).join('.') || 'the top level';

/**
 * What is wrong with a setting that may be given in several ways, told of the way that was meant: the one whose form
 * the value has ("kind: bedrock" lacks a region, and not "is no text").
 */
const meant = (issue: z.core.$ZodIssue): z.core.$ZodIssue[] => {
  if (issue.code !== 'invalid_union') return [issue];
  const ways = issue.errors.map((issues) => issues.flatMap(meant));
  const way = ways.find((issues) =>
    issues.every(
      ({ path, code }) => path.length > 0 || (code !== 'invalid_type' && code !== 'invalid_value'),
    ),
  );
  return way === undefined || way.length === 0
    ? [issue]
    : way.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
};

/** One sentence a setting at fault: its name, what is wrong, and the fix where one is known. */
const issueSentence = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => `"${key}"`).join(', ');
    const where = issue.path.length === 0 ? 'at the top level' : `in "${fieldName(issue.path)}"`;
    return `unknown key ${names} ${where}; see docs/configuration.md for the settings there are`;
  }
  return `"${fieldName(issue.path)}": ${issue.message}`;
};

/** A parser's message without its place, which is named before it. */
const yamlFault = (message: string): string =>
  (message.split('\n')[0] ?? '').replace(/(?: at line \d+, column \d+)?:?$/, '');

const invalid = (detail: string, cause?: unknown): GroundingError =>
  new GroundingError('config-invalid', { detail, cause });

/** An upstream that its operator surely meant for a route that has none; null where there is none. */
const unusedUpstream = ({ routes, upstreams }: Config): string | null => {
  const used = new Set(Object.values(routes).map(({ upstream }) => upstream));
  if (!used.has('default') || 'default' in upstreams) return null;
  return Object.keys(upstreams).find((name) => !used.has(name)) ?? null;
};

/** References between settings that the schema alone can't see. */
const danglingReference = (config: Config): string | null => {
  for (const [name, route] of Object.entries(config.routes)) {
    if (!(route.knowledge_base in config.knowledge_bases)) {
      return `"routes.${name}.knowledge_base": there is no knowledge base "${route.knowledge_base}"; add it under knowledge_bases`;
    }
    if (route.upstream !== 'default' && !(route.upstream in config.upstreams)) {
      return `"routes.${name}.upstream": there is no upstream "${route.upstream}"; add it under upstreams`;
    }
  }
  const unused = unusedUpstream(config);
  if (unused !== null) {
    return `"upstreams.${unused}": no route leads to it, and there is no upstream "default"; call it "default", or write routes: { default: { upstream: ${unused} } }`;
  }
  for (const [name, tenant] of Object.entries(config.tenants)) {
    const unknown = tenant.routes.find((route) => !(route in config.routes));
    if (unknown !== undefined)
      return `"tenants.${name}.routes": there is no route "${unknown}"; add it under routes`;
  }
  return null;
};

/**
 * Reads `plumbline.yaml`.
 * @param file an explicit file (`--config`, PLUMBLINE_CONFIG); else `plumbline.yaml` in `cwd` if there, else defaults.
 * @throws {GroundingError} config-invalid, in one sentence that names the file, the setting and the fix.
 */
export const loadConfig = (file: string | undefined, cwd: string): LoadedConfig => {
  const implicit = resolve(cwd, DEFAULT_FILE);
  const path = file === undefined ? (existsSync(implicit) ? implicit : null) : resolve(cwd, file);
  if (path === null) return { config: Config.parse({}), baseDir: cwd, file: null };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw invalid(
      `The configuration file ${path} cannot be read; give an existing file with --config.`,
      cause,
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const fault = document.errors[0];
  if (fault !== undefined) {
    const { line } = lines.linePos(fault.pos[0]);
    throw invalid(`${path}, line ${line} is not valid YAML: ${yamlFault(fault.message)}.`, fault);
  }
  if (document.contents !== null && !isMap(document.contents)) {
    throw invalid(`${path} has no settings: write each as "name: value"; docs/configuration.md lists them.`);
  }
  const parsed = Config.safeParse(document.toJS() ?? {}, { error: plainIssue });
  if (!parsed.success)
    throw invalid(
      `${path}: ${parsed.error.issues.flatMap(meant).map(issueSentence).join('; ')}.`,
      parsed.error,
    );
  const dangling = danglingReference(parsed.data);
  if (dangling !== null) throw invalid(`${path}: ${dangling}.`);
  return { config: parsed.data, baseDir: dirname(path), file: path };
};
