import type { Language } from '../../schema/index.js';
import acts from './themes/acts.json' with { type: 'json' };
import daily from './themes/daily.json' with { type: 'json' };
import events from './themes/events.json' with { type: 'json' };
import general from './themes/general.json' with { type: 'json' };
import goods from './themes/goods.json' with { type: 'json' };
import grammar from './themes/grammar.json' with { type: 'json' };
import legal from './themes/legal.json' with { type: 'json' };
import money from './themes/money.json' with { type: 'json' };
import neutral from './themes/neutral.json' with { type: 'json' };
import people from './themes/people.json' with { type: 'json' };
import places from './themes/places.json' with { type: 'json' };
import qualities from './themes/qualities.json' with { type: 'json' };
import services from './themes/services.json' with { type: 'json' };
import time from './themes/time.json' with { type: 'json' };
import timewords from './themes/timewords.json' with { type: 'json' };
import travel from './themes/travel.json' with { type: 'json' };
import web from './themes/web.json' with { type: 'json' };

/** Concept → its words in each language, separated by commas; "=" before a word: unstemmed form only. */
export type Theme = Readonly<Record<string, Readonly<Partial<Record<Language, string>>>>>;

/** The theme files, written out; a phrase belongs to one concept, which the linter test holds. */
export const THEMES: readonly Theme[] = [
  grammar,
  neutral,
  time,
  timewords,
  acts,
  events,
  money,
  people,
  travel,
  goods,
  services,
  qualities,
  places,
  legal,
  web,
  general,
  daily,
];
