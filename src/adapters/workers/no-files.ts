/**
 * Stands for Node's files in the Worker's bundle: an SDK looks there for a credential where it is given none, which never
 * happens here.
 */
throw new Error('A Worker has no files.');

export {};
