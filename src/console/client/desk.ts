import { runClocks } from './desk/clocks.js';
import { watchButtons } from './desk/compose.js';
import { keepDrafts } from './desk/drafts.js';
import { watchKeys } from './desk/keys.js';
import { followChanges } from './desk/live.js';
import { desk } from './desk/page.js';
import { settleCase, watchParts } from './desk/parts.js';

/** The desk in the browser: what htmx fetches, kept as it is for everyone, with keys, clocks and drafts. */
watchKeys();
watchButtons();
keepDrafts();
watchParts();
settleCase();
runClocks();
const address = desk()?.dataset['stream'];
if (address !== undefined) followChanges(address);
