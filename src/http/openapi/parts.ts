import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** A zod schema as JSON Schema: as it is sent to us (`input`, before defaults) or as it leaves (`output`). */
export const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return rest;
};

/** A schema of the document, by its name. */
export const reference = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

export const json = (schema: JsonSchema, description: string): JsonSchema => ({
  description,
  content: { 'application/json': { schema } },
});

export const PROBLEM = {
  default: {
    description: 'A problem (RFC 9457); on /v1 with the error member of OpenAI clients.',
    content: { 'application/problem+json': { schema: reference('Problem') } },
  },
};

export const header = (description: string, type = 'string'): JsonSchema => ({
  description,
  schema: { type },
});

export const requestHeader = (name: string, description: string): JsonSchema => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});

export const pathParameter = (name: string, description: string): JsonSchema => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
});

/** The fields of a query as parameters. */
export const queryParameters = (query: z.ZodObject): JsonSchema[] =>
  Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schemaOf(schema, 'input'),
  }));
