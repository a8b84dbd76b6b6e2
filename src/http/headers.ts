/** Headers of one connection, and those that would say whom we serve or with which key. */
const NOT_FORWARDED: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'expect',
  'host',
  'content-length',
  'accept-encoding',
  'cookie',
  'forwarded',
  'via',
  'origin',
  'referer',
  'x-real-ip',
]);

/** Headers of one connection or encoding, and those by which an upstream could steer a client past the proxy. */
const NOT_RETURNED: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
  'content-encoding',
  'set-cookie',
  'location',
  'alt-svc',
  'link',
  'refresh',
  'clear-site-data',
  'strict-transport-security',
]);

/** Headers that carry a caller's credential. */
const CREDENTIALS: readonly string[] = [
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'x-plumbline-key',
  'cookie',
];

/** A text for the log, such as the message of a foreign error, without the credentials of the request. */
export const withoutCredentials = (text: string, headers: Headers): string => {
  let hidden = text;
  for (const name of CREDENTIALS) {
    const value = headers.get(name) ?? '';
    // The whole first, then the part after the scheme ("Bearer …").
    for (const secret of [value, value.slice(value.lastIndexOf(' ') + 1)]) {
      if (secret !== '') hidden = hidden.replaceAll(secret, '[hidden]');
    }
  }
  return hidden;
};

/** A Plumbline key wherever it stands. */
export const PLUMBLINE_KEY = /plk_[A-Za-z0-9_-]+/g;

/**
 * The request headers that go to a bot: never a Plumbline key, an `x-plumbline-*` header or, when the upstream has a
 * configured key, the caller's own credential.
 */
export const forwardedHeaders = (headers: Headers, hasUpstreamKey: boolean): Record<string, string> => {
  const forwarded: Record<string, string> = {};
  const named = new Set(connectionNames(headers));
  for (const [name, value] of headers) {
    if (NOT_FORWARDED.has(name) || named.has(name)) continue;
    if (name.startsWith('x-plumbline-') || name.startsWith('x-forwarded-') || name.startsWith('sec-'))
      continue;
    if (hasUpstreamKey && (name === 'authorization' || name === 'x-api-key' || name === 'api-key')) continue;
    if (value.includes('plk_')) continue;
    forwarded[name] = value;
  }
  return forwarded;
};

/** The response headers of a bot that reach the caller, as a new object to add ours to. */
export const returnedHeaders = (headers: Headers): Headers => {
  const returned = new Headers();
  const named = new Set(connectionNames(headers));
  for (const [name, value] of headers) {
    if (NOT_RETURNED.has(name) || named.has(name)) continue;
    if (name.startsWith('x-plumbline-') || name.startsWith('access-control-')) continue;
    returned.set(name, value);
  }
  return returned;
};

/** Headers that `connection` declares to hold for one hop only. */
const connectionNames = (headers: Headers): string[] =>
  (headers.get('connection') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');

/** The query of a URL without parameters that carry a Plumbline key: "" or "?…". */
export const forwardedQuery = (url: string): string => {
  const start = url.indexOf('?');
  if (start === -1) return '';
  const query = url.slice(start + 1).split('#')[0] ?? '';
  const kept = query.split('&').filter((parameter) => !decodeLoosely(parameter).includes('plk_'));
  return kept.length === 0 || kept.join('') === '' ? '' : `?${kept.join('&')}`;
};

const decodeLoosely = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
