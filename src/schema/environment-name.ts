import { z } from 'zod';

/** The name of an environment variable: secrets never stand in the configuration. */
export const environmentName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, 'must be the NAME of an environment variable, not the secret itself');
