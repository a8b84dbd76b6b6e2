import { AuditRecord, RecordsPage, Stats } from '../../schema/index.js';
import { RecordsQuery } from '../records-api.js';
import { StatsQuery } from '../stats-api.js';
import { type JsonSchema, json, PROBLEM, queryParameters, reference } from './parts.js';

export const RECORD_SENT = { AuditRecord, RecordsPage, Stats };

/** What was decided, and the figures of it. */
export const RECORD_PATHS: JsonSchema = {
  '/api/records': {
    get: {
      summary: 'Audit records of the tenant, newest first',
      parameters: queryParameters(RecordsQuery),
      responses: { 200: json(reference('RecordsPage'), 'A page.'), ...PROBLEM },
    },
  },
  '/api/records/{id}': {
    get: {
      summary: 'One audit record',
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { 200: json(reference('AuditRecord'), 'The record.'), ...PROBLEM },
    },
  },
  '/api/stats': {
    get: {
      summary: 'Figures of bots and people in a period',
      parameters: queryParameters(StatsQuery),
      responses: { 200: json(reference('Stats'), 'The figures.'), ...PROBLEM },
    },
  },
};
