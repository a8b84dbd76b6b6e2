import { keepPlace } from './readings/keep-place.js';
import { watchKeys } from './readings/keys.js';

/** The proposals for a policy in the browser: keys that move and decide, and the place kept after a decision. */
watchKeys();
keepPlace();
