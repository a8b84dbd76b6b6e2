export { canonicalJson } from './canonical-json.js';
export {
  type ChainHead,
  commitText,
  draftEntry,
  type EntryDraft,
  entryHash,
  genesisHash,
  type SaltedText,
  sealEntry,
} from './chain.js';
export { chainLinks } from './chain-links.js';
export { type AuditCrypto, hexOf, type Sha256Hex, sha256Hex } from './digest.js';
export { joinRecord, type RecordTexts, splitRecord } from './record-texts.js';
export { MASK, redactSecrets } from './redact-secrets.js';
export {
  type ChainLink,
  type ChainProblem,
  type ChainProblemKind,
  type ChainReport,
  type VerifyOptions,
  verifyChain,
} from './verify-chain.js';
