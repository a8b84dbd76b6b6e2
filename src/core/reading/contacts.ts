import type { Reading } from '../../schema/index.js';
import { type Token, tokenise } from './tokenise.js';

type Contact = Reading['contacts'][number];

/** Telephone numbers as digits only, e-mail addresses and URLs in lower case. */
export function readContacts(tokens: readonly Token[]): Contact[] {
  const contacts: Contact[] = [];
  for (const token of tokens) {
    if (token.kind === 'phone') contacts.push({ kind: 'phone', value: token.text.replace(/\D/g, '') });
    else if (token.kind === 'email') contacts.push({ kind: 'email', value: token.text.toLowerCase() });
    else if (token.kind === 'url')
      contacts.push({
        kind: 'url',
        value: token.text
          .toLowerCase()
          .replace(/^https?:\/\//, '')
          .replace(/\/$/, ''),
      });
  }
  return contacts;
}

/** The contacts that a text names. */
export const contactsIn = (text: string): Contact[] => readContacts(tokenise(text, 'en'));

/** The contacts that links lead to, as if their addresses (https:, mailto:, tel:) were written out. */
export const linkedContacts = (addresses: readonly string[]): Contact[] =>
  addresses.flatMap((address): Contact[] => {
    const scheme = /^(?:mailto|tel):/i.exec(address)?.[0];
    if (scheme === undefined) return contactsIn(address);
    const [bare = ''] = address.slice(scheme.length).split(/[?;]/);
    if (scheme.toLowerCase() === 'mailto:') return contactsIn(bare);
    const value = bare.replace(/\D/g, '');
    return value === '' ? [] : [{ kind: 'phone', value }];
  });

/** What a contact may be called by: a page also by its host alone, either without "www.". */
export const contactForms = ({ kind, value }: Contact): string[] => {
  if (kind !== 'url') return [value];
  const host = value.replace(/[/?#].*$/, '');
  return [value, host].flatMap((form) => [form, form.replace(/^www\./, '')]);
};

/** Whether one who gives `claimed` gives what `known` is: the same, or its host. */
export const namesContact = (known: Contact, claimed: Contact): boolean =>
  contactForms(known).includes(claimed.value);
