import { DeliveriesPage, Delivery, DeliveryEndpoint } from '../../schema/index.js';
import { DeliveriesQuery } from '../deliveries-api.js';
import { type JsonSchema, json, PROBLEM, pathParameter, queryParameters, reference } from './parts.js';

export const DELIVERY_SENT = { DeliveriesPage, Delivery, DeliveryEndpoint };

/** What is on its way to receivers of webhooks and helpdesks, and their own calls. */
export const DELIVERY_PATHS: JsonSchema = {
  '/hooks/chatwoot/{name}': {
    post: {
      summary: 'Chatwoot’s calls, signed with handoff.chatwoot.webhook_secret_env',
      security: [],
      parameters: [pathParameter('name', 'handoff.chatwoot.hook.')],
      requestBody: { required: true, ...json({ type: 'object' }, 'As Chatwoot sends it.') },
      responses: { 200: { description: 'It was taken in.' }, ...PROBLEM },
    },
  },
  '/api/webhooks/deliveries': {
    get: {
      summary: 'Deliveries of the tenant, newest first',
      parameters: queryParameters(DeliveriesQuery),
      responses: { 200: json(reference('DeliveriesPage'), 'A page.'), ...PROBLEM },
    },
  },
  '/api/webhooks/deliveries/{id}': {
    get: {
      summary: 'One delivery',
      parameters: [pathParameter('id', 'Its id: the webhook-id.')],
      responses: { 200: json(reference('Delivery'), 'The delivery.'), ...PROBLEM },
    },
  },
  '/api/webhooks/deliveries/{id}/resend': {
    post: {
      summary: 'Sends a dead delivery again, under the same id',
      parameters: [pathParameter('id', 'Its id.')],
      responses: { 202: json(reference('Delivery'), 'It is due.'), ...PROBLEM },
    },
  },
  '/api/webhooks/endpoints': {
    get: {
      summary: 'Configured receivers as they stand',
      responses: {
        200: json(
          {
            type: 'object',
            properties: { endpoints: { type: 'array', items: reference('DeliveryEndpoint') } },
            required: ['endpoints'],
          },
          'The receivers.',
        ),
        ...PROBLEM,
      },
    },
  },
  '/api/webhooks/endpoints/{name}/enable': {
    post: {
      summary: 'Tells a receiver of events again that answered 410',
      parameters: [pathParameter('name', 'Its name: webhook:NAME, or that of a connector.')],
      responses: { 200: json(reference('DeliveryEndpoint'), 'The receiver.'), ...PROBLEM },
    },
  },
};
