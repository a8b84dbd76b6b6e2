import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ModelRequest } from '../../core/ports.js';

/** A request as it is kept in files: all that a reply depends on, and no tenant. */
export interface KeptRequest {
  model: string;
  stage: string;
  prompt: string;
  vote: number;
  system: string;
  user: string;
  reply_schema: unknown;
}

export const keptRequest = (
  model: string,
  { stage, prompt, vote, system, user, reply }: ModelRequest,
): KeptRequest => ({ model, stage, prompt, vote, system, user, reply_schema: z.toJSONSchema(reply) });

/** Names a request: the same text asked of the same model has the same name. */
export const exchangeKey = (request: KeptRequest): string =>
  `${request.stage}-${createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 32)}`;
