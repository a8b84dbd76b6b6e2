import { z } from 'zod';

export const Role = z.enum(['vendor', 'compliance', 'agent', 'auditor', 'admin']);
export type Role = z.infer<typeof Role>;

/** A Plumbline key as stored: never the key itself, only its SHA-256. */
export const ApiKey = z.object({
  id: z.string(),
  tenant: z.string(),
  role: Role,
  /** Routes that it may use; the first is its default. */
  routes: z.array(z.string()).min(1),
  key_hash: z.string(),
  /** First characters, so that people can tell keys apart: "plk_ab12…". */
  hint: z.string(),
  created_at_ms: z.int(),
  revoked_at_ms: z.int().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;
