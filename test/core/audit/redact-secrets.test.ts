import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASK, redactSecrets } from '../../../src/core/audit/index.js';

const pem = (lines: string) => `-----BEGIN RSA PRIVATE KEY-----\n${lines}\n-----END RSA PRIVATE KEY-----`;

describe('redactSecrets', () => {
  it.each([
    { name: 'a Plumbline key', secret: 'plk_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF' },
    { name: 'an OpenAI-style key', secret: 'sk-proj-abcd1234efgh5678' },
    { name: 'a short test key', secret: 'sk-test-key' },
    { name: 'a payment provider’s key', secret: 'sk_live_4eC39HqLyjWDarjtT1' },
    { name: 'an AWS access key id', secret: 'AKIAABCDEFGHIJKLMNOP' },
    { name: 'a GitHub token', secret: `ghp_${'a1B2'.repeat(9)}` },
    { name: 'a JSON Web Token', secret: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl' },
    { name: 'a private key', secret: pem('MIIEowIBAAKCAQEA7\n1234abcd==') },
    { name: 'a private key without its end', secret: '-----BEGIN PRIVATE KEY-----\nMIIEowIBAAKCAQEA7' },
    { name: 'a card number in one run', secret: '4242424242424242' },
    { name: 'a card number in fours', secret: '5555 5555 5555 4444' },
    { name: 'a card number with hyphens', secret: '4111-1111-1111-1111' },
    { name: 'a card number of 15 digits', secret: '3782 822463 10005' },
  ])('$name is masked, and only it', ({ secret }) => {
    expect(redactSecrets(`Here: ${secret}`)).toBe(`Here: ${MASK.repeat(secret.length)}`);
  });

  it.each([
    {
      name: 'a bearer token',
      text: 'It sends Bearer abcDEF123456 to us.',
      kept: 'It sends Bearer •••••••••••• to us.',
    },
    {
      name: 'basic credentials',
      text: 'authorization: Basic dXNlcjpwYXNz',
      kept: 'authorization: Basic ••••••••••••',
    },
    {
      name: 'a secret access key',
      text: `aws_secret_access_key = ${'a1/B'.repeat(10)}.`,
      kept: `aws_secret_access_key = ${'•'.repeat(40)}.`,
    },
    {
      name: 'a card number before its expiry date',
      text: '4111 1111 1111 1111 12/27',
      kept: '••••••••••••••••••• 12/27',
    },
  ])('$name is masked where it stands', ({ text, kept }) => {
    expect(redactSecrets(text)).toBe(kept);
  });

  it.each([
    { name: 'digits that fail Luhn', text: 'Booking 4242424242424241' },
    { name: 'a telephone number', text: 'Call 1 800 555 0199 or +1 514 555 0123.' },
    { name: 'amounts and dates', text: 'On 2026-03-01 you pay $1,200.00 for 4 bags of 23 kg.' },
    {
      name: 'ordinary words',
      text: 'Basic fares bear a risk-averse fee; the bearer of this ticket may board.',
    },
    { name: 'the words of a header', text: 'Prior authorization: required before travel.' },
    { name: 'a long reference', text: 'Reference 12345678901234567890123' },
  ])('$name stay as they are', ({ text }) => {
    expect(redactSecrets(text)).toBe(text);
  });

  it('never changes the length of a text, so that spans stay true', () => {
    const pieces = fc.constantFrom(
      'sk-',
      'plk_abcdefgh',
      'Bearer ',
      'eyJ',
      '4242 4242 ',
      '.',
      '\n',
      'é😀',
      '-----BEGIN PRIVATE KEY-----',
      '"',
      '1',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        expect(redactSecrets(text)).toHaveLength(text.length);
      }),
    );
  });

  it.each([
    'eyJ-',
    'sk-',
    'plk_',
    'Bearer ',
    '1-',
    '4111 ',
    '-----BEGIN PRIVATE KEY-----',
    'authorization: ',
    'a=',
    '4',
  ])('reads a megabyte of "%s" in time that grows with its length', (piece) => {
    const text = (chars: number) => piece.repeat(chars / piece.length);
    redactSecrets(text(10_000));
    const start = performance.now();
    redactSecrets(text(1_000_000));
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
