import { z } from 'zod';

const PRIVATE_IPV4 =
  /^(?:127|10|0)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;
/** Loopback, unspecified, unique local, link-local, and IPv4 addresses written as IPv6. */
const PRIVATE_IPV6 = /^\[(?:::1?\]|f[cd]|fe[89ab]|::ffff:)/;

/** Whether an address is in the open: https, and neither this machine nor an address of a private network. */
export const isPublicAddress = (address: string): boolean => {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  const isNamedLocally = hostname === 'localhost' || /\.(?:localhost|local|internal)$/.test(hostname);
  return (
    protocol === 'https:' && !isNamedLocally && !PRIVATE_IPV4.test(hostname) && !PRIVATE_IPV6.test(hostname)
  );
};

const ADDRESS_FAULT =
  'must be an https address outside this machine and private networks; for others set allow_private: true';

/** Where something is sent to. Only configured addresses are ever called, and redirects are not followed. */
export const outboundSettings = {
  allow_private: z
    .boolean()
    .default(false)
    .describe('Allow http, this machine and addresses of private networks, for receivers of your own.'),
  timeout_ms: z
    .int()
    .min(1_000)
    .max(60_000)
    .default(15_000)
    .describe('Longest wait for the answer to one attempt; then it is tried again later.'),
};

/** An address without credentials of its own. */
export const outboundUrl = z.url({ protocol: /^https?$/ }).refine((address) => {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url === null || (url.username === '' && url.password === '' && url.hash === '');
}, 'must hold no user name, password or fragment');

/** Adds the fault of a private address that is not allowed, at the field that names it. */
export const requirePublic = (
  settings: { allow_private: boolean },
  field: string,
  address: string,
  context: z.RefinementCtx,
): void => {
  if (settings.allow_private || isPublicAddress(address)) return;
  context.addIssue({ code: 'custom', path: [field], message: ADDRESS_FAULT });
};
