import type { z } from 'zod';

/** What a value is, for whoever wrote it. */
const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'boolean' ? 'true or false' : `a ${typeof value}`;
};

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/**
 * What is wrong with a value in plain words behind its name, for `safeParse(value, { error: plainIssue })`. A schema's own message goes before
 * it; what it has no words for is said in zod's.
 */
export const plainIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = EXPECTED[issue.expected];
      if (expected === undefined) return undefined;
      return issue.input === undefined
        ? `is missing, and must be ${expected}`
        : `must be ${expected}, not ${kindOf(issue.input)}`;
    }
    case 'invalid_value': {
      const values = issue.values.map((value) => JSON.stringify(value)).join(', ');
      return issue.values.length === 1 ? `must be ${values}` : `must be one of ${values}`;
    }
    case 'too_big':
      return isNumber(issue.origin)
        ? `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`
        : undefined;
    case 'too_small':
      return isNumber(issue.origin)
        ? `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`
        : undefined;
    case 'invalid_format':
      return issue.format === 'url' ? 'must be a whole URL, such as https://bot.example/v1' : undefined;
    default:
      return undefined;
  }
};

const isNumber = (origin: string): boolean => origin === 'number' || origin === 'int';
