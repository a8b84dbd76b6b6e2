import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { GroundingError } from '../../core/index.js';
import { DemoScript } from './demo-script.js';

/** Reads a demo script. @throws {GroundingError} config-invalid, naming the file and the first field at fault. */
export async function loadDemoScript(path: string): Promise<DemoScript> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? 'is not JSON' : 'could not be read';
    throw new GroundingError('config-invalid', { detail: `"demo.answers": ${path} ${reason}.`, cause });
  }
  const parsed = DemoScript.safeParse(json);
  if (parsed.success) return parsed.data;
  const detail = `"demo.answers": ${path}: ${firstIssue(parsed.error)}`;
  throw new GroundingError('config-invalid', { detail, cause: parsed.error });
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'not valid.' : `${issue.path.join('.') || 'the file'}: ${issue.message}.`;
}
