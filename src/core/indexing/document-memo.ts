import type { SourceFile } from '../../schema/index.js';
import { detectLanguage } from '../reading/index.js';
import type { ReadDocument } from './document.js';
import { readDocument } from './read-document.js';

/** Files as they were last read, so that after an edit only what changed is read. */
export interface DocumentMemo {
  /** `version` is the hash of the file's text. */
  read(file: SourceFile, version: string): ReadDocument;
  /** Forgets all files but these. */
  keepOnly(documents: readonly { source: string; version: string }[]): void;
}

export const documentMemo = (): DocumentMemo => {
  let before = new Map<string, ReadDocument>();
  const keyOf = (source: string, version: string): string => `${source}\u0000${version}`;
  return {
    read(file, version) {
      const key = keyOf(file.source, version);
      const known = before.get(key);
      if (known !== undefined) return known;
      const read = readDocument(file, version, detectLanguage);
      before.set(key, read);
      return read;
    },
    keepOnly(documents) {
      const kept = new Map<string, ReadDocument>();
      for (const { source, version } of documents) {
        const key = keyOf(source, version);
        const read = before.get(key);
        if (read !== undefined) kept.set(key, read);
      }
      before = kept;
    },
  };
};
