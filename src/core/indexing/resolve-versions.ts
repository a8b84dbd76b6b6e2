import type { PolicyDocument } from '../../schema/index.js';
import { inForce } from './document.js';
import type { IndexProblem } from './problem.js';

/**
 * Resolves `supersedes`: an older version that names no end ends on the day on which the newer one begins. Names that
 * lead nowhere and versions that are in force together are reported; both then stay as they are written.
 */
export function resolveVersions(documents: readonly PolicyDocument[]): {
  documents: PolicyDocument[];
  problems: IndexProblem[];
} {
  const problems: IndexProblem[] = [];
  const warn = (source: string, message: string) =>
    problems.push({ severity: 'warning', source, line: null, message });
  const resolved = new Map(documents.map((document) => [document.source, { ...document }]));

  for (const newer of documents) {
    if (newer.supersedes === null) continue;
    const older = targetOf(newer, resolved);
    if (older === undefined) {
      warn(
        newer.source,
        `supersedes names "${newer.supersedes}", which does not exist; write the file name of the older version`,
      );
      continue;
    }
    if (older.source === newer.source) {
      warn(newer.source, 'supersedes names the file itself; write the file name of the older version');
      continue;
    }
    const begins = newer.effective_from;
    if (begins === null) {
      warn(
        newer.source,
        `it supersedes ${older.source} but has no effective_from, so both are in force; add the day on which it begins`,
      );
      continue;
    }
    const written = documents.find((document) => document.source === older.source)?.effective_to ?? null;
    if (written === null && (older.effective_to === null || begins < older.effective_to))
      older.effective_to = begins;
    if (inForce({ effective_from: null, effective_to: older.effective_to }, begins)) {
      warn(
        newer.source,
        `it begins on ${begins}, but ${older.source} which it supersedes stays in force until ${older.effective_to}; let the older end where the newer begins`,
      );
    }
    if (older.effective_from !== null && begins <= older.effective_from) {
      warn(
        newer.source,
        `it begins on ${begins}, not later than ${older.source} which it supersedes (${older.effective_from}); check the two dates`,
      );
    }
  }
  reportRivals(documents, warn);
  return { documents: [...resolved.values()], problems };
}

/** `supersedes` is a file name beside the newer file, or a path from the root of the knowledge base. */
function targetOf(
  newer: PolicyDocument,
  bySource: ReadonlyMap<string, PolicyDocument>,
): PolicyDocument | undefined {
  const name = newer.supersedes ?? '';
  const folder = newer.source.slice(0, newer.source.lastIndexOf('/') + 1);
  return bySource.get(`${folder}${name}`) ?? bySource.get(name) ?? bySource.get(`${folder}${name}.md`);
}

/** Two documents of one language that supersede the same older one, both without an end. */
function reportRivals(
  documents: readonly PolicyDocument[],
  warn: (source: string, message: string) => void,
): void {
  const heirs = new Map<string, PolicyDocument>();
  for (const document of documents) {
    if (document.supersedes === null || document.effective_to !== null) continue;
    const key = `${document.lang.slice(0, 2)} ${document.supersedes}`;
    const rival = heirs.get(key);
    if (rival === undefined) heirs.set(key, document);
    else
      warn(
        document.source,
        `it and ${rival.source} both supersede "${document.supersedes}" and are both in force; end one of them`,
      );
  }
}
