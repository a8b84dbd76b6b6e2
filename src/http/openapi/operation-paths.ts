import { z } from 'zod';
import { ExplainedProblem } from '../explained-problems.js';
import { type JsonSchema, json, PROBLEM, pathParameter, reference, requestHeader } from './parts.js';

/** RFC 9457, as it leaves. */
const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().optional(),
  pointer: z.string().optional(),
  error: z
    .object({ message: z.string(), type: z.string(), code: z.string(), param: z.string().nullable() })
    .optional(),
});

const Readiness = z.object({
  status: z.enum(['ready', 'degraded', 'unavailable']),
  knowledge_bases: z.array(
    z.object({
      name: z.string(),
      usable: z.boolean(),
      version: z.string().nullable(),
      documents: z.int(),
      passages: z.int(),
      problems: z.array(z.object({ source: z.string(), line: z.int().nullable(), message: z.string() })),
      embeddings: z
        .object({
          model: z.string(),
          state: z.enum(['building', 'ready', 'failed']),
          reason: z.string().nullable(),
        })
        .optional(),
    }),
  ),
  audit: z.enum(['ready', 'unavailable']),
});

export const OPERATION_SENT = { ExplainedProblem, Problem, Readiness };

/** How the process is, and what its problems mean. */
export const OPERATION_PATHS: JsonSchema = {
  '/problems/{code}': {
    get: {
      summary: 'What a problem means and what to do: where its type leads; a page for browsers',
      security: [],
      parameters: [
        pathParameter('code', 'Code of the problem.'),
        requestHeader('accept-language', 'en or fr; ?lang= goes first.'),
      ],
      responses: { 200: json(reference('ExplainedProblem'), 'What it means.'), ...PROBLEM },
    },
  },
  '/healthz': { get: { summary: 'The process answers', responses: { 200: { description: 'It does.' } } } },
  '/readyz': {
    get: {
      summary: 'Whether answers can be checked and recorded',
      responses: {
        200: json(reference('Readiness'), 'They can.'),
        503: json(reference('Readiness'), 'They can’t.'),
      },
    },
  },
  '/metrics': {
    get: {
      summary: 'Metrics in Prometheus’ text form',
      responses: { 200: { description: 'Text.' }, ...PROBLEM },
    },
  },
};
