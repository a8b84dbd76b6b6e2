import type { Advice, DraftCheck, Language, SessionEnd, Verdict } from '../../../schema/index.js';

/** A person may do what a bot must not promise. */
const isActOnly = ({ findings }: Verdict): boolean =>
  findings.length > 0 && findings.every(({ kind }) => kind === 'unauthorised_act');

/** The clause that says otherwise: the surest in the language of the words, else the surest. */
const clauseOf = ({ evidence }: Verdict, language: Language): Advice['clause'] => {
  const against = evidence.filter(({ relation }) => relation === 'contradicts');
  return against.find(({ lang }) => lang === language) ?? against[0] ?? null;
};

/** The advice that a verdict amounts to; null where the policies say nothing against the words. */
const adviceOf = (verdict: Verdict, language: Language): Advice | null => {
  const { label, band, text, start_char, end_char, findings } = verdict;
  if (verdict.reason.startsWith('check_failed:') || isActOnly(verdict)) return null;
  const clause = clauseOf(verdict, language);
  const isCertain = band === 'failing';
  if (label === 'contradicted' ? !isCertain && clause === null : label === 'supported' || !isCertain)
    return null;
  return {
    kind: label === 'contradicted' ? 'contradicted' : 'unsupported',
    is_certain: isCertain,
    text,
    start_char,
    end_char,
    findings: [...new Set(findings.map(({ message }) => message))],
    clause: label === 'contradicted' ? clause : null,
  };
};

/** What the policies say to a draft, surest first; the check itself is that of answers. */
export const draftCheckOf = ({ outcome, language, knowledge_version }: SessionEnd): DraftCheck => {
  const { claims } = outcome;
  const advice = claims.map((claim) => adviceOf(claim, language)).filter((one) => one !== null);
  return {
    is_checked: !claims.some(({ reason }) => reason.startsWith('check_failed:')),
    advice: advice.toSorted((a, b) => Number(b.is_certain) - Number(a.is_certain)),
    verified: claims.filter(({ band }) => band === 'verified').length,
    not_verified: claims.filter((claim) => claim.band !== 'verified' && adviceOf(claim, language) === null)
      .length,
    knowledge_version,
  };
};

/** A draft whose check could not be carried out. */
export const UNCHECKED_DRAFT: DraftCheck = {
  is_checked: false,
  advice: [],
  verified: 0,
  not_verified: 0,
  knowledge_version: null,
};
