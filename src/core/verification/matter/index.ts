export { isOnAnotherMatter } from './another-matter.js';
export { placeInTime, timesNamed } from './asked-times.js';
export { prepareSubjects, subjectsOf } from './subjects.js';
