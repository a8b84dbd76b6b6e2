import { describe, expect, it } from 'vitest';
import { errorFrame, errorWithoutWords } from '../../src/http/vendor-error.js';

describe('an error of a bot', () => {
  it.each([
    {
      name: 'is the same object where it has no words of an answer',
      error: { message: 'Slow down, please.', type: 'rate_limit', param: null, code: 'rate_limited' },
      left: ['message', 'type', 'param', 'code'],
    },
    {
      name: 'keeps codes and figures of its own members',
      error: {
        message: 'Filtered.',
        innererror: { code: 'Filtered', hate: { filtered: true, level: 'low' } },
      },
      left: ['message', 'innererror'],
    },
  ])('$name', ({ error, left }) => {
    expect(errorWithoutWords(error)).toBe(error);
    expect(Object.keys(error)).toEqual(left);
  });

  it.each([
    { name: 'beside its message', error: { message: 'Failed.', failed_generation: 'You get it all back.' } },
    { name: 'within a member', error: { message: 'Failed.', metadata: { raw: 'You get it all back.' } } },
    { name: 'within a list', error: { message: 'Failed.', parts: ['You get', { text: 'it all back.' }] } },
    { name: 'within a member that has a message', error: { inner: { message: 'You get it all back.' } } },
  ])('loses words $name', ({ error }) => {
    expect(JSON.stringify(errorWithoutWords(error))).not.toMatch(/You get|all back/);
  });

  it.each([
    { name: 'OpenAI', frame: (message: string) => ({ error: { message, type: 'server_error' } }) },
    {
      name: 'Anthropic',
      frame: (message: string) => ({ type: 'error', error: { type: 'api_error', message } }),
    },
    { name: 'Responses', frame: (message: string) => ({ type: 'error', code: 'server_error', message }) },
  ])('that repeats the answer gets another message, in the form of $name', ({ frame }) => {
    const said = ['A bag costs nothing at all on our flights.'];
    expect(
      JSON.stringify(errorFrame(frame('Stopped after: A bag costs nothing at all'), said)),
    ).not.toContain('bag');
    const other = frame('The model is overloaded. Try again later.');
    expect(errorFrame(other, said)).toEqual(other);
  });
});
