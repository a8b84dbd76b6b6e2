import { findSigns, type ReadMessage } from './find-signs.js';
import { type Finding, spoken } from './trigger-input.js';

/** Danger, a death or despair that the customer tells of: `distress:emergency`, `distress:bereavement`, `distress:hardship`. */
export const distress = (message: ReadMessage): Finding[] =>
  findSigns(message, 'distress').map((sign) =>
    spoken('distress', `distress:${sign.sign}`, message.text, sign, 1),
  );
