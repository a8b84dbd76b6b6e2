import type { ProblemCode } from '../../core/errors.js';

/** What each problem means and what to do, in English: words between backticks are code. docs/problems.md is made of it. */
export const PROBLEM_TEXTS_EN: Record<ProblemCode, string> = {
  'request-invalid':
    'The body, a field, the query or the path is not as it should be. `detail` says what and `pointer` (JSON Pointer) which field; for JSON that does not parse, `detail` gives line and column.',
  'request-too-large':
    'The body, the answer, the messages or the context exceed a limit. `detail` names the setting under `limits`. Send less, or raise the setting. An answer of the bot that is too long is no problem: it escalates.',
  'request-endpoint-not-checked':
    'Plumbline forwards only what it checks and a short list of calls that return no answer of a bot (models, embeddings, moderations, files). Use an endpoint that is checked, or list this one in `routes.*.unchecked_endpoints`: its answers then go out unchecked, and are recorded as such.',
  'request-protocol-mismatch':
    'The endpoint speaks another protocol than `upstreams.*.protocol` of the route’s bot. Choose another route with `x-plumbline-route`, or call the endpoint of that protocol.',
  'request-rate-limited':
    'The key is over `limits.requests_per_minute` (after a burst of `limits.requests_burst`). Wait for as many seconds as `Retry-After` says, spread the load, or raise the setting. Each process counts for itself. In the form of the caller: `ThrottlingException` for ApplyGuardrail, a verdict of `false` for Portkey, which would let an answer pass on an error.',
  'request-media-type':
    'Send JSON with `content-type: application/json` and without `content-encoding`. Without keys this also keeps web pages from posting forms to a local Plumbline.',
  'request-host-refused':
    'No key exists, so that only callers on this machine are served: by a loopback name (`localhost`, `127.0.0.1`, `[::1]`), not through a proxy (`Forwarded`, `X-Forwarded-*`), not from a web page of another origin. Make a key with `plumbline keys create` to serve others.',
  'request-origin-refused':
    'A browser that is signed in to the console may change things from Plumbline’s own pages only, as its `Sec-Fetch-Site` or `Origin` says; a form or script of another site is refused. Behind a proxy, pass the `Host` on as it came. A program sends a key instead of a cookie.',
  'request-conversation-not-held':
    '`POST /v1/conversations/{id}/messages` adds words to the case of a conversation that waits for a person or has one. This one has none: ask the bot as usual.',
  'request-with-person':
    'An endpoint of `routes.*.unchecked_endpoints` was called for a conversation that a person has or that waits for one. The bot is not asked until the case ends. Send the customer’s message to `POST /v1/conversations/{id}/messages`, or ask on an endpoint that is checked: there the person’s words are the answer.',
  'request-not-found': 'The path or the record does not exist, or is out of the key’s reach.',
  'auth-key-missing':
    'Keys are in use. Send one as `x-plumbline-key: plk_…`, or as `Authorization: Bearer plk_…` or `x-api-key: plk_…` where the upstream has a key of its own (`api_key_env`).',
  'auth-key-invalid': 'The key is unknown or was revoked. List keys with `plumbline keys list`.',
  'auth-token-invalid':
    'The token is over (`handoff.live.token_ttl_s`), is for another conversation, was forged, or the key that it was issued to was revoked. Ask your own server for a new one: it calls `POST /v1/conversations/{id}/token` with its key.',
  'auth-signature-invalid':
    'A call to `/hooks/chatwoot/…` is taken only with Chatwoot’s signature over its time and body, not older than five minutes, or with the secret in the address (`?token=…`) from versions that do not sign. `detail` says which setting names the secret. Copy it anew from Chatwoot, and check the clocks of both machines.',
  'auth-role-forbidden':
    'The key’s role does not allow the call, or a field of it: `as_of` may differ from today only for the role `compliance`. `detail` names the roles that may.',
  'auth-route-forbidden':
    'The route in `x-plumbline-route` is none that the key (and its tenant) may use, or is not configured.',
  'upstream-not-configured': 'The route’s bot is missing. Configure it under `upstreams`.',
  'upstream-unreachable':
    'No connection to the bot, or it broke off before its answer was whole. Check `upstreams.*.base_url`. Trying again is safe. On a stream the same fault ends it with an error frame.',
  'upstream-timeout': 'The bot gave nothing for as long as `upstreams.*.timeout_ms`. Trying again is safe.',
  'upstream-invalid':
    'The bot’s reply is none of the route’s protocol: not JSON, without its choices, output or content, cut in the middle, a redirect, or over a bound. Nothing of it was given out, or nothing more.',
  'policy-index-unreadable':
    'A policy or a table can’t be read and no earlier version stands in for it. `GET /readyz` and `plumbline index` name file and line.',
  'policy-index-unknown': 'The `knowledge_base` of the request is none of those that the key’s routes use.',
  'handoff-already-claimed':
    'Two people claimed a case at once, or it was claimed before: `detail` names who has it. Read the case again; its holder can release it, and `reassign` takes it over.',
  'handoff-not-claimed':
    'What only its holder may do (a message, handing back, resolving, releasing) needs a claim first: `POST /api/handoffs/{id}/claim`.',
  'handoff-not-yours':
    '`detail` names who. Reassign the case to yourself to take it over; they see it at once.',
  'handoff-ended':
    'It was handed back, resolved or cancelled, or it expired. If the customer needs a person again, a new case opens.',
  'audit-write-failed':
    'The record could not be written, and with `fail_mode: closed` nothing goes out that is not on record. Check the disk and `storage.url`; `GET /readyz` tells when it works again. This is a fault and never a decision about the answer.',
  'audit-chain-broken':
    'An entry of the audit chain is missing or was altered. `plumbline audit verify` names the first one.',
  'config-invalid':
    '`plumbline.yaml` has an unknown key or a wrong value, or names what can’t be used; the message names it.',
  'config-listen':
    'The address is in use, or not one of this machine, or beyond loopback while no key exists. Choose another with `listen` or `--port`, or make a key.',
  'internal-unexpected':
    'A fault of Plumbline itself. The log has its cause; the answer of the bot was not given out.',
};
