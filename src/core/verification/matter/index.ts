export { isOnAnotherMatter } from './another-matter.js';
export { placeInTime, timesNamed } from './asked-times.js';
export { subjectsOf } from './subjects.js';
