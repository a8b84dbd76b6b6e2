import { z } from 'zod';

/** `handoff.live`: how a vendor's web chat follows a conversation that a person has. */
export const LiveConfig = z.strictObject({
  token_ttl_s: z
    .int()
    .min(30)
    .max(86_400)
    .default(900)
    .describe(
      'Seconds that a token for one conversation’s live events holds; the vendor issues a new one after.',
    ),
  origins: z
    .array(
      z
        .url({ protocol: /^https?$/ })
        .refine((url) => new URL(url).origin === url, 'must be an origin such as https://www.example.com'),
    )
    .default([])
    .describe(
      'Origins of web pages that may follow a conversation with such a token; Plumbline’s own pages always may.',
    ),
});
export type LiveConfig = z.infer<typeof LiveConfig>;
