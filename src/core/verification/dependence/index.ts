export { byItself } from './by-itself.js';
export { goesWithout } from './goes-without.js';
export { isEnough } from './is-enough.js';
