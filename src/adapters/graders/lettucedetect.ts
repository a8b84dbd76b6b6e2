import { z } from 'zod';
import type { LettuceDetectGraderSettings } from '../../schema/index.js';
import { claimText } from './claim-text.js';
import {
  type GraderQuestion,
  type GraderService,
  jsonRequest,
  type ServiceScores,
  unreadable,
} from './grader-service.js';
import { sectionText } from './window-sections.js';

/** Share of the claim’s letters and digits that the tokens must hold; some tokenizers break a few letters into bytes. */
const TOKENS_SHARE_MIN = 0.8;
/** Tokens that mark the beginning or end of a text: "[SEP]", "</s>". */
const MARK = /^\s*(?:\[[A-Z]+\]|<[^>]+>)\s*$/;

const hallucination_score = z.number().min(0).max(1);
const TokenReply = z.looseObject({
  predictions: z.array(z.looseObject({ token: z.string(), hallucination_score })),
});
const SpanReply = z.looseObject({
  predictions: z.array(
    z.looseObject({
      start: z.int().nonnegative(),
      end: z.int().positive(),
      text: z.string(),
      hallucination_score,
    }),
  ),
});

/**
 * A LettuceDetect server: how likely each token of a claim is made up. A claim is as likely supported as its worst token.
 * It does not tell contradicted from unsupported and names no source. The server cuts evidence that is longer than its
 * model takes into chunks and keeps the worst score of all, so windows are kept shorter than that.
 * Wire: lettucedetect_api/server.py of github.com/KRLabsOrg/LettuceDetect.
 */
export const lettuceDetectService = ({
  base_url,
  route,
  window_chars,
}: LettuceDetectGraderSettings): GraderService => ({
  model: `lettucedetect:${new URL(base_url).host}:${route}`,
  wire: 'lettucedetect-1',
  limits: { claims: 1, claim_chars: 4_000, window_chars },
  write: ({ claims: [claim], sections }) =>
    jsonRequest(base_url, `/v1/lettucedetect/${route}`, {
      contexts: sections.map(sectionText),
      // The model reads question and contexts as one: a figure of the customer’s would bear out the bot’s.
      question: '',
      answer: claim === undefined ? '' : claimText(claim),
    }),
  read: (body, question) => {
    const answer = question.claims.map(claimText).join(' ');
    return route === 'token' ? fromTokens(body, answer, question) : fromSpans(body, answer, question);
  },
});

const fromTokens = (body: unknown, answer: string, question: GraderQuestion): ServiceScores[] => {
  const reply = TokenReply.safeParse(body);
  if (!reply.success) return unreadable(question);
  const tokens = reply.data.predictions;
  const words = tokens.filter(({ token }) => !MARK.test(token));
  const seen = lettersOf(words.map(({ token }) => token).join(''));
  // Of words that no token stands for the server has said nothing.
  if (seen < TOKENS_SHARE_MIN * lettersOf(answer)) return unreadable(question, 'truncated');
  return scored(tokens);
};

const fromSpans = (body: unknown, answer: string, question: GraderQuestion): ServiceScores[] => {
  const reply = SpanReply.safeParse(body);
  if (!reply.success) return unreadable(question);
  // The server counts code points.
  const points = [...answer];
  const spans = reply.data.predictions;
  return spans.every(({ start, end, text }) => points.slice(start, end).join('') === text)
    ? scored(spans)
    : unreadable(question);
};

const scored = (predictions: readonly { hallucination_score: number }[]): ServiceScores[] => {
  const worst = Math.max(0, ...predictions.map((prediction) => prediction.hallucination_score));
  return [{ kind: 'scored', supported: 1 - worst, contradicted: null, evidence: null }];
};

const lettersOf = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;
