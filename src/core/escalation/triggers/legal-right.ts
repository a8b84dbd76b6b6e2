import { findSigns, type ReadMessage } from './find-signs.js';
import { type Finding, spoken } from './trigger-input.js';

/** Rights that the customer invokes: `legal_right:dispute` and so on. A question about a procedure is none. */
export const legalRight = (message: ReadMessage): Finding[] =>
  findSigns(message, 'legal_right').map((sign) =>
    spoken('legal_right', `legal_right:${sign.sign}`, message.text, sign, 1),
  );
