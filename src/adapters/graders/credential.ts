import type { CallOutcome } from '../models/model-call.js';
import type { GraderRequest } from './grader-service.js';

/** The headers that prove who asks, or how getting them ended. */
export type Credential = (
  request: GraderRequest,
  signal: AbortSignal,
) => Promise<{ ok: true; headers: Record<string, string> } | { ok: false; outcome: CallOutcome }>;

/** A key that goes as it is; null for servers that want none. */
export const keyCredential =
  (key: string | null, header: 'authorization' | 'ocp-apim-subscription-key'): Credential =>
  async () => ({
    ok: true,
    headers: key === null ? {} : { [header]: header === 'authorization' ? `Bearer ${key}` : key },
  });
