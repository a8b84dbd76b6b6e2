import { findSigns, type ReadMessage } from './find-signs.js';
import { type Finding, spoken } from './trigger-input.js';

/** Requests for a person, in words of the customer's own. */
export const customerAsked = (message: ReadMessage): Finding[] =>
  findSigns(message, 'customer_asked').map((sign) =>
    spoken('customer_asked', 'customer_asked', message.text, sign, 1),
  );
