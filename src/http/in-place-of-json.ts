import type { StructuredOutput } from '../schema/index.js';
import { isObject } from './json.js';

/** Stands in the configured object where the closing message goes. */
const MESSAGE = '{{message}}';

/** A message as it stands in place of structured output: the vendor's refusal, or within the configured object. */
export const inPlaceOfJson = (
  message: string,
  { failing, object }: StructuredOutput,
): { answer: string; refusal: string | null } =>
  failing === 'object'
    ? { answer: JSON.stringify(withMessage(object, message)), refusal: null }
    : { answer: message, refusal: message };

const withMessage = (value: unknown, message: string): unknown => {
  if (value === MESSAGE) return message;
  if (Array.isArray(value)) return value.map((one) => withMessage(one, message));
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withMessage(one, message)]))
    : value;
};
