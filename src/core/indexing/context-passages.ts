import type { ContextPassage, Language, Passage } from '../../schema/index.js';
import { passagesOf } from './document.js';
import { readMarkdown } from './read-markdown.js';

/**
 * Passages of evidence that the caller sent, read as Markdown; offsets are those of the sent text. Their source is
 * "context:ID" (the position from 1 where no id was sent); they are always in force and have no stored version.
 */
export function passagesOfContext(context: readonly ContextPassage[], lang: Language): Passage[] {
  return context.flatMap(({ id, title, text }, index) => {
    const source = `context:${id ?? index + 1}`;
    const reading = readMarkdown(text, (heading) => title ?? heading ?? source);
    return passagesOf({
      document: {
        source,
        kind: 'context',
        title: title ?? reading.heading ?? source,
        lang,
        version: 'context',
        effective_from: null,
        effective_to: null,
        supersedes: null,
        applies_to: null,
      },
      drafts: reading.drafts,
      problems: [],
    });
  });
}
