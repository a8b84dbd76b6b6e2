/**
 * Shapes of secrets. Each starts only where no character of its own kind stands before it, so a long run is read
 * once: the time is linear in the text.
 */
const SECRETS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^"]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|(?="|$))/g,
  /(?<![A-Za-z0-9])(?:plk_|sk-|[sr]k_(?:live|test)_)[A-Za-z0-9_-]{8,}/g,
  /(?<=(?<![A-Za-z0-9])Bearer {1,4})(?:[A-Za-z0-9._~+/=-]{20,}|(?=[A-Za-z._~+/=-]*\d)[A-Za-z0-9._~+/=-]{8,})/gi,
  /(?<=(?<![A-Za-z0-9])(?:[Bb]asic|BASIC) {1,4})(?=[A-Za-z+/]*(?:[0-9=]|[a-z][A-Z]))[A-Za-z0-9+/=]{8,}/g,
  /(?<=authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:\w{1,20} )?)(?=[^\s\d]*\d)[^\s"']{8,}/gi,
  /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  /(?<=secret_?access_?key["']?\s{0,4}[=:]\s{0,4}["']?)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/gi,
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
  /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,}|xox[abprs]-[A-Za-z0-9-]{10,}|AIza[A-Za-z0-9_-]{35})/g,
];

/** Hints that are quick to look for; without one no pattern above can match. */
const SECRET_HINT =
  /PRIVATE KEY|plk_|[sr]k[-_]|bearer|basic|authorization|A[KS]IA|access_?key|eyJ|gh[pousr]_|xox|AIza/i;

/** Card numbers as issued and written: in one run, in fours, or in the 4-6-5 and 4-6-4 of three-series cards. */
const CARD =
  /(?<![\p{L}\d])(?:[2-6]\d{12,18}|[2-6]\d{3}(?:[ \u00a0\u202f.-]{1,2}\d{4}){3}(?:[ \u00a0\u202f.-]{1,2}\d{1,3})?|3\d{3}[ \u00a0\u202f.-]{1,2}\d{6}[ \u00a0\u202f.-]{1,2}\d{4,5})(?!\d)/gu;
const CARD_HINT = /[2-6]\d{3}/;

/** The character that stands for each character of a secret, so that offsets in a text stay what they were. */
export const MASK = '•';

/**
 * The text with keys, tokens, private keys and payment card numbers (Luhn) masked, character by character: its
 * length, and so every span of it, stays the same.
 */
export function redactSecrets(text: string): string {
  let redacted = text;
  if (SECRET_HINT.test(redacted)) {
    for (const pattern of SECRETS) redacted = redacted.replace(pattern, masked);
  }
  if (CARD_HINT.test(redacted)) {
    redacted = redacted.replace(CARD, maskedCard);
  }
  return redacted;
}

function masked(match: string): string {
  return MASK.repeat(match.length);
}

/** A group of one to three digits after a card number is part of it or something else, such as a date. */
function maskedCard(match: string): string {
  for (const candidate of [match, match.replace(/\D{1,2}\d{1,3}$/, '')]) {
    if (isCardNumber(candidate)) return masked(candidate) + match.slice(candidate.length);
  }
  return match;
}

/** Luhn's check over the digits of a candidate of 13 to 19 digits. */
function isCardNumber(candidate: string): boolean {
  const digits = candidate.replace(/\D/g, '');
  if (digits.length < 13 || digits.length > 19) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
