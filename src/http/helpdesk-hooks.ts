import { GroundingError } from '../core/errors.js';
import { readRequestBody } from './body.js';
import type { AppDeps } from './deps.js';
import type { AppContext } from './security.js';

/** `POST /hooks/chatwoot/{name}`: a helpdesk's call. It has no key of ours; the hook proves whose it is. */
export const receiveHelpdeskCall =
  ({ hooks, config }: AppDeps) =>
  async (c: AppContext): Promise<Response> => {
    const hook = hooks.get(c.req.path);
    if (hook === undefined) {
      throw new GroundingError('request-not-found', {
        detail: `${c.req.path} is no configured hook: handoff.chatwoot.hook names it.`,
      });
    }
    const { headers, url } = c.req.raw;
    const body = await readRequestBody(c.req.raw, config.limits.body_bytes);
    await hook.receive({ headers, query: new URL(url).searchParams, body });
    return c.json({ status: 'ok' });
  };
