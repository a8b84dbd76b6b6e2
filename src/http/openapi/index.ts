import { HANDOFF_PATHS, HANDOFF_RECEIVED, HANDOFF_SENT } from '../handoffs-api/openapi.js';
import { ANSWER_PATHS, ANSWER_RECEIVED, ANSWER_SENT } from './answer-paths.js';
import { DELIVERY_PATHS, DELIVERY_SENT } from './delivery-paths.js';
import { LIVE_PATHS, LIVE_RECEIVED, LIVE_SENT } from './live-paths.js';
import { OPERATION_PATHS, OPERATION_SENT } from './operation-paths.js';
import { type JsonSchema, schemaOf } from './parts.js';
import { RECORD_PATHS, RECORD_SENT } from './record-paths.js';

/** Schemas by their name in the document: what is sent to us in the form before defaults, the rest as it leaves. */
const RECEIVED = { ...HANDOFF_RECEIVED, ...ANSWER_RECEIVED, ...LIVE_RECEIVED };
const SENT = {
  ...HANDOFF_SENT,
  ...ANSWER_SENT,
  ...LIVE_SENT,
  ...RECORD_SENT,
  ...DELIVERY_SENT,
  ...OPERATION_SENT,
};

const PATHS: JsonSchema = {
  ...ANSWER_PATHS,
  ...LIVE_PATHS,
  ...RECORD_PATHS,
  ...DELIVERY_PATHS,
  ...HANDOFF_PATHS,
  ...OPERATION_PATHS,
};

const schemas = (): JsonSchema => ({
  ...Object.fromEntries(Object.entries(RECEIVED).map(([name, schema]) => [name, schemaOf(schema, 'input')])),
  ...Object.fromEntries(Object.entries(SENT).map(([name, schema]) => [name, schemaOf(schema, 'output')])),
});

let made: JsonSchema | null = null;

/** The OpenAPI 3.1 document, made from the zod schemas on the first call. */
export const openapiDocument = (): JsonSchema => {
  made ??= {
    openapi: '3.1.0',
    info: {
      title: 'Plumbline',
      version: '1',
      description:
        'Holds the answers of a bot against the operator’s own policies before customers see them.',
    },
    security: [{ bearer: [] }, { key: [] }, {}],
    paths: PATHS,
    components: {
      schemas: schemas(),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A Plumbline key: plk_…' },
        key: { type: 'apiKey', in: 'header', name: 'x-plumbline-key' },
      },
    },
  };
  return made;
};
