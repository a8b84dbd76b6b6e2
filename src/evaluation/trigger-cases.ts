import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GroundingError } from '../core/index.js';
import { Language, TriggerName } from '../schema/index.js';
import { readTextFile } from './load-bench.js';

/** A customer's message with what the trigger should see in it. */
export const TriggerCase = z.strictObject({
  text: z.string(),
  /** Earlier messages of the customer, oldest first. */
  earlier: z.array(z.string()).default([]),
  /** The reason that must be found; null where this trigger must find nothing. */
  expect: z.string().nullable(),
});
export type TriggerCase = z.infer<typeof TriggerCase>;

/** One file of cases: `TRIGGER-LANG.jsonl`, or `TRIGGER-held-out-LANG.jsonl` for those that no word was chosen by. */
export interface TriggerCaseFile {
  trigger: TriggerName;
  lang: Language;
  is_held_out: boolean;
  cases: TriggerCase[];
}

const FILE_NAME = /^([a-z-]+?)(-held-out)?-(en|fr)\.jsonl$/;

/** Words of the topics that the cases of reserved topics were written for. */
export const RESERVED_TOPICS_FILE = 'reserved-topics.json';
const Topics = z.record(z.string(), z.array(z.string()));

/** The cases of a folder and the reserved topics beside them. @throws {GroundingError} request-invalid: a bad line or name. */
export const loadTriggerCases = async (
  folder: string,
): Promise<{ files: TriggerCaseFile[]; topics: Record<string, string[]> }> => {
  const files: TriggerCaseFile[] = [];
  for (const name of (await readdir(folder)).filter((entry) => entry.endsWith('.jsonl')).sort()) {
    const named = FILE_NAME.exec(name);
    const trigger = TriggerName.safeParse(named?.[1]?.replaceAll('-', '_'));
    const lang = Language.safeParse(named?.[3]);
    if (!trigger.success || !lang.success)
      throw unreadable(`${name}: must be called TRIGGER-en.jsonl or TRIGGER-held-out-fr.jsonl`);
    files.push({
      trigger: trigger.data,
      lang: lang.data,
      is_held_out: named?.[2] !== undefined,
      cases: readLines(await readFile(join(folder, name), 'utf8'), TriggerCase, name),
    });
  }
  const topics = await readFile(join(folder, RESERVED_TOPICS_FILE), 'utf8').catch(() => '{}');
  return { files, topics: Topics.parse(JSON.parse(topics)) };
};

const DataLine = z.looseObject({ query: z.string().nullish(), lang: Language.nullish() });

/** The customers' messages of a data set file: each once. Of a dialogue ("user: … agent: …") the customer's last turn. */
export const loadMessages = async (path: string): Promise<{ text: string; lang: Language }[]> => {
  const messages = new Map<string, { text: string; lang: Language }>();
  for (const { query, lang } of readLines(await readTextFile(path), DataLine, path)) {
    const text = lastTurn(query ?? '');
    if (text !== '') messages.set(text, { text, lang: lang ?? 'en' });
  }
  return [...messages.values()];
};

const lastTurn = (query: string): string => {
  const at = query.lastIndexOf('user: ');
  return (at < 0 ? query : query.slice(at + 'user: '.length)).trim();
};

const unreadable = (detail: string, cause?: unknown): GroundingError =>
  new GroundingError('request-invalid', { detail, cause });

const readLines = <Row>(text: string, schema: z.ZodType<Row>, name: string): Row[] =>
  text
    .split('\n')
    .map((line, at) => ({ line, number: at + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => {
      try {
        return schema.parse(JSON.parse(line));
      } catch (cause) {
        throw unreadable(`${name}, line ${number}: is not a case of a trigger.`, cause);
      }
    });
