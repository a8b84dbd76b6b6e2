import { z } from 'zod';
import { GroundingError } from '../core/errors.js';
import { type Delivery, type DeliveryEndpoint, DeliveryState, type Role } from '../schema/index.js';
import { parseRequest } from './body.js';
import type { AppDeps, KnownReceiver } from './deps.js';
import { type AppContext, type Principal, requireRole } from './security.js';

/** Who sees what is on its way, and who sends it again. */
const READERS: readonly Role[] = ['compliance', 'admin'];
const SENDERS: readonly Role[] = ['admin'];

/** Query of `GET /api/webhooks/deliveries`. */
export const DeliveriesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).optional(),
  state: DeliveryState.optional(),
  endpoint: z.string().min(1).optional(),
});

/** `GET /api/webhooks/deliveries`, newest first. */
export const listDeliveries =
  ({ deliveries }: AppDeps) =>
  async (c: AppContext): Promise<Response> => {
    const principal = c.get('principal');
    requireRole(principal, READERS);
    const { limit, cursor, state, endpoint } = parseRequest(DeliveriesQuery, c.req.query());
    const page = await deliveries.list(principal.tenant, {
      limit,
      ...(cursor === undefined ? {} : { cursor }),
      ...(state === undefined ? {} : { state }),
      ...(endpoint === undefined ? {} : { endpoint }),
    });
    return c.json(page);
  };

/** `GET /api/webhooks/deliveries/{id}`. What another tenant has is not there. */
export const getDelivery =
  ({ deliveries }: AppDeps) =>
  async (c: AppContext): Promise<Response> => {
    const principal = c.get('principal');
    requireRole(principal, READERS);
    const delivery = await deliveries.get(principal.tenant, c.req.param('id') ?? '');
    if (delivery === null) throw notThere('delivery');
    return c.json(delivery);
  };

/** `POST /api/webhooks/deliveries/{id}/resend`: a dead delivery is due at once, under the same id. */
export const resendDelivery =
  (deps: AppDeps) =>
  async (c: AppContext): Promise<Response> => {
    const principal = c.get('principal');
    requireSender(principal);
    return c.json(await sendAgain(deps, principal, c.req.param('id') ?? ''), 202);
  };

/**
 * Makes a dead delivery due again.
 * @throws {GroundingError} request-not-found; request-invalid where sending it again could not help.
 */
export const sendAgain = async (
  { deliveries, receivers, clock }: AppDeps,
  { tenant }: Principal,
  id: string,
): Promise<Delivery> => {
  const found = await deliveries.get(tenant, id);
  if (found === null) throw notThere('delivery');
  if (!receivers.some(({ endpoint }) => endpoint === found.endpoint))
    throw refused(`The receiver ${found.endpoint} is not configured any more: add it under handoff again.`);
  const { disabled_at_ms } = await deliveries.endpoint(found.endpoint);
  if (disabled_at_ms !== null)
    throw refused(
      `The receiver ${found.endpoint} is disabled: POST /api/webhooks/endpoints/${found.endpoint}/enable first.`,
    );
  const again = await deliveries.resend(tenant, id, Math.trunc(clock.nowMs()));
  if (again === null) throw refused(`The delivery is ${found.state}; only a dead one is sent again.`);
  return again;
};

/** `GET /api/webhooks/endpoints`: the configured receivers as they stand. */
export const listEndpoints =
  (deps: AppDeps) =>
  async (c: AppContext): Promise<Response> => {
    const principal = c.get('principal');
    requireRole(principal, READERS);
    return c.json({ endpoints: await endpointsInReach(deps, principal) });
  };

/** Configured receivers that are told of the caller's handoffs. */
export const endpointsInReach = async (
  { deliveries, receivers }: AppDeps,
  principal: Principal,
): Promise<DeliveryEndpoint[]> => {
  const own = receivers.filter((receiver) => isInReach(receiver, principal));
  return await Promise.all(own.map(({ endpoint }) => deliveries.endpoint(endpoint)));
};

/** `POST /api/webhooks/endpoints/{name}/enable`: a receiver that answered 410 is told of events again. */
export const enableEndpoint =
  (deps: AppDeps) =>
  async (c: AppContext): Promise<Response> => {
    const principal = c.get('principal');
    requireSender(principal);
    return c.json(await enableReceiver(deps, principal, c.req.param('name') ?? ''));
  };

/**
 * Lets a receiver be told of events again.
 * @throws {GroundingError} request-not-found.
 */
export const enableReceiver = async (
  { deliveries, receivers }: AppDeps,
  principal: Principal,
  name: string,
): Promise<DeliveryEndpoint> => {
  const receiver = receivers.find(({ endpoint }) => endpoint === name);
  if (receiver === undefined || !isInReach(receiver, principal)) throw notThere('receiver');
  await deliveries.enable(name);
  return await deliveries.endpoint(name);
};

/** @throws {GroundingError} auth-role-forbidden for whoever may not send again or enable. */
export const requireSender = (principal: Principal): void => requireRole(principal, SENDERS);

const isInReach = ({ tenant }: KnownReceiver, principal: Principal): boolean =>
  tenant === null || tenant === principal.tenant;

const notThere = (what: string): GroundingError =>
  new GroundingError('request-not-found', { detail: `There is no such ${what}.` });

const refused = (detail: string): GroundingError => new GroundingError('request-invalid', { detail });
