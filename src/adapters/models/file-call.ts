import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exchangeKey, keptRequest } from './exchange-key.js';
import { writeJson } from './kept-exchanges.js';
import { failedCall, type ModelCall, NO_TOKENS } from './model-call.js';
import type { Wait } from './retried-call.js';

const POLL_MS = 200;

/**
 * Asks whoever writes files: each request becomes `NAME.request.json` in the folder, and its reply is read from
 * `NAME.reply.json` (the bare reply in the asked form) as soon as that is there. Replies stay and are used again.
 */
export const fileCall =
  (id: string, folder: string, wait: Wait): ModelCall =>
  async (request, signal) => {
    const kept = keptRequest(id, request);
    const name = exchangeKey(kept);
    const replyFile = join(folder, `${name}.reply.json`);
    let text = await readOrNull(replyFile);
    if (text === null) {
      await mkdir(folder, { recursive: true });
      await writeJson(join(folder, `${name}.request.json`), kept);
    }
    while (text === null) {
      await wait(POLL_MS, signal);
      text = await readOrNull(replyFile);
    }
    try {
      return { isAnswered: true, value: JSON.parse(text), tokens: NO_TOKENS };
    } catch {
      return failedCall('unreadable');
    }
  };

/** Null where there is no such file, and where it is still empty. */
const readOrNull = async (path: string): Promise<string | null> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trim() === '' ? null : text;
};
