import { z } from 'zod';
import { Role } from './key.js';

/** A person who is signed in to the console. The token itself is in their browser only. */
export const ConsoleSession = z.object({
  schema_version: z.literal(1),
  /** Hex SHA-256 of the token. */
  token_hash: z.string(),
  tenant: z.string(),
  role: Role,
  /** The key that it was opened with; null on a start without keys. */
  key_id: z.string().nullable(),
  /** As shown to other people. */
  name: z.string(),
  created_at_ms: z.int(),
  expires_at_ms: z.int(),
});
export type ConsoleSession = z.infer<typeof ConsoleSession>;
