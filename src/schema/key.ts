import { z } from 'zod';

export const Role = z.enum(['vendor', 'compliance', 'agent', 'auditor', 'admin']);
export type Role = z.infer<typeof Role>;

/** A person's name as other people are shown it: one line. */
export const PersonName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(60, 'must have 60 characters at most')
  .regex(/^[^\p{C}]*$/u, 'must be one line of visible characters');

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
  /** Whose key it is, as other people are shown; null for a program's, or one that several people share. */
  name: z.string().nullable(),
  created_at_ms: z.int(),
  revoked_at_ms: z.int().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;
