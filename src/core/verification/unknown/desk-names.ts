import type { Reading } from '../../../schema/index.js';

/** Last word of the name of a place or person that answers for something: "Order Desk", "Hall Wardens". */
const HEAD_LAST =
  /(?:^|\s)(?:Desk|Helpdesk|Office|Counter|Team|Line|Hotline|Centre|Center|Board|Panel|Committee|Bench|Unit|Department|Registrar|Warden|Ombudsman|Referee|Mediator|Bureau|Service)s?$/u;
/** First word of one in French: "Guichet Colis", "Comité des recours". */
const HEAD_FIRST =
  /^(?:Guichet|Bureau|Comité|Service|Caisse|Atelier|Agence|Commission|Cellule|Équipe|Pôle|Accueil|Comptoir|Médiateur)(?!\p{L})/u;

/** A desk, an office or a team as a text names it. */
export interface DeskName {
  name: string;
  /** Half-open, in characters of the text. */
  start_char: number;
  end_char: number;
}

/** Lower case, without the plural of the last word. */
export const sameDesk = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (name: string): string => name.toLowerCase().replace(/s$/u, '');

/** The desks that a text names, by the proper names in it. */
export const deskNames = (reading: Reading, text: string): DeskName[] =>
  reading.names.flatMap((name): DeskName[] => {
    if (!HEAD_LAST.test(name) && !HEAD_FIRST.test(name)) return [];
    const found = text.indexOf(name);
    if (found < 0) return [];
    const before = name.includes(' ') ? '' : (CAPITALS.exec(text.slice(0, found))?.[0] ?? '');
    const start_char = found - before.length;
    return [{ name: `${before}${name}`, start_char, end_char: found + name.length }];
  });

/** "Put-Right Team", "Fit Desk" at the head of a row: words of the name that are read as none. */
const CAPITALS = /(?:\p{Lu}[\p{L}'’&-]*\s)+$/u;
