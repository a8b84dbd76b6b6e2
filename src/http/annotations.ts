import { isObject } from './json.js';

/** Annotations that lie wholly within the first `charsMax` characters: those of words that went out unchanged. */
export const keptAnnotations = (annotations: readonly unknown[], charsMax: number): unknown[] =>
  annotations.filter((annotation) => {
    if (!isObject(annotation)) return false;
    const nested = annotation[String(annotation['type'])];
    const end = (isObject(nested) ? nested['end_index'] : undefined) ?? annotation['end_index'];
    return typeof end === 'number' && end <= charsMax;
  });
