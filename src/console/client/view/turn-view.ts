import { modelsInWords } from '../../models-in-words.js';
import { type CheckedAnswer, CLAIM_STATES, claimState, type ShownClaim } from '../checked-answer.js';
import { compareTexts, type TextChanges } from '../compare-texts.js';
import type { Turn } from '../turn.js';
import type { ClaimCard } from './claim-card.js';
import { claimDetails, shortVersion } from './claim-details.js';
import { element } from './element.js';
import { bobIcon, stateIcon } from './icons.js';
import { personMessage, saidNote } from './person-view.js';
import { type ProblemActions, problemView } from './problem-view.js';
import { renderMarkdown, type TextMark } from './render-markdown.js';
import { reasonText, stateText, type Words } from './words.js';

/** A turn on the page: the question, both sides, how it was decided, and every claim with its clauses. */
export class TurnView {
  readonly root = element('article', { class: 'turn' });
  readonly #card: ClaimCard;
  readonly #actions: ProblemActions;
  readonly #customer = element('div', { class: 'answer', 'data-side': 'customer' });

  constructor(card: ClaimCard, actions: ProblemActions) {
    this.#card = card;
    this.#actions = actions;
  }

  /** Shows more of the text that reached the customer, without touching the rest. */
  release(turn: Turn): void {
    this.#customer.replaceChildren(renderMarkdown(turn.released));
  }

  /** Draws the whole turn in a language. */
  draw(turn: Turn, words: Words): void {
    const isOpen = this.root.querySelector('details')?.open ?? false;
    this.root.className = `turn is-${turn.state}${turn.checked === null ? '' : ` is-${turn.checked.decision}`}`;
    this.root.setAttribute('aria-busy', String(turn.state === 'checking'));
    if (turn.kind === 'person') {
      this.root.classList.add('turn-person');
      this.root.replaceChildren(personMessage(turn, words));
      return;
    }
    const parts: (Node | null)[] = [question(turn, words)];
    if (turn.kind === 'said') {
      this.root.classList.add('turn-said');
      parts.push(saidNote(turn, words));
    }
    if (turn.state === 'failed' && turn.problem !== null) {
      parts.push(problemView(turn.problem, words, this.#actions));
    }
    const hasSides = turn.kind !== 'said' && (turn.state !== 'failed' || turn.released !== '');
    if (hasSides) parts.push(this.#sides(turn, words));
    if (turn.checked !== null && isUnasked(turn.checked)) parts.push(outcome(turn.checked, words));
    else if (turn.checked !== null)
      parts.push(outcome(turn.checked, words), allClaims(turn.checked, words, isOpen));
    this.root.replaceChildren(...parts.filter((part) => part !== null));
  }

  #sides(turn: Turn, words: Words): HTMLElement {
    return element(
      'div',
      { class: 'sides' },
      this.#botSide(turn, words),
      element('div', { class: 'plumb', 'aria-hidden': 'true' }, bobIcon()),
      this.#customerSide(turn, words),
    );
  }

  #botSide(turn: Turn, words: Words): HTMLElement {
    const { texts } = words;
    const answer = element('div', { class: 'answer', 'data-side': 'bot' });
    if (turn.checked !== null && isUnasked(turn.checked)) {
      answer.append(element('p', { class: 'not-asked' }, texts.bot_not_asked));
    } else if (turn.checked !== null) {
      const marks = turn.checked.claims.map((claim) => this.#claimMark(claim, words));
      answer.append(renderMarkdown(turn.checked.original_answer, marks));
    } else if (turn.kind === 'own') answer.append(renderMarkdown(turn.own_answer));
    else answer.append(heldBack(turn.state === 'checking' ? texts.held_back : ''));
    return element('section', { class: 'side side-bot' }, sideTitle(texts.bot_said), answer);
  }

  #customerSide(turn: Turn, words: Words): HTMLElement {
    const { texts } = words;
    const { checked } = turn;
    const badge =
      checked === null
        ? element('span', { class: 'badge badge-checking' }, turn.state === 'checking' ? texts.checking : '')
        : element('span', { class: `badge ${badgeClass(checked)}` }, decisionText(checked, words));
    const changes =
      checked === null || isUnasked(checked)
        ? { added: [], removed: [] }
        : compareTexts(checked.original_answer, turn.released);
    const marks = changes.added.map((range) => ({ ...range, wrap: addedMark(words) }));
    this.#customer.replaceChildren(renderMarkdown(turn.released, marks));
    if (turn.released === '' && turn.state === 'checking') this.#customer.append(heldBack(''));
    if (turn.released === '' && turn.state === 'decided') this.#customer.append(texts.nothing_delivered);
    return element(
      'section',
      { class: 'side side-customer' },
      element('div', { class: 'side-head' }, sideTitle(texts.customer_gets), badge),
      this.#customer,
      checked === null || isUnasked(checked)
        ? null
        : element('p', { class: 'change' }, changeText(checked, turn, changes, words)),
    );
  }

  #claimMark(claim: ShownClaim, words: Words): TextMark {
    const state = claimState(claim);
    return {
      start: claim.start_char,
      end: claim.end_char,
      wrap: (text, isFirst) => {
        const sign = isFirst ? element('span', { class: 'claim-sign' }, stateIcon(state)) : null;
        const mark = element('span', { class: `claim claim-${state}` }, sign);
        mark.append(text);
        if (isFirst) {
          mark.setAttribute('role', 'button');
          mark.setAttribute('tabindex', '0');
          mark.setAttribute('aria-haspopup', 'dialog');
          mark.setAttribute('aria-expanded', 'false');
          mark.setAttribute('aria-label', `${stateText(words, state)}: ${claim.text}`);
        }
        this.#card.attach(mark, claim);
        return mark;
      },
    };
  }
}

const question = (turn: Turn, { texts }: Words): HTMLElement =>
  element(
    'header',
    { class: 'turn-question' },
    element('span', { class: 'turn-who' }, turn.kind === 'own' ? texts.you_checked : texts.you),
    element('h2', {}, turn.question === '' ? texts.no_question : turn.question),
  );

const sideTitle = (text: string): HTMLElement => element('h3', { class: 'side-title' }, text);

const heldBack = (text: string): HTMLElement =>
  element(
    'div',
    { class: 'held' },
    text === '' ? null : element('p', {}, text),
    element('span', { class: 'held-line' }),
    element('span', { class: 'held-line' }),
    element('span', { class: 'held-line' }),
  );

const addedMark =
  ({ texts }: Words) =>
  (text: Node, isFirst: boolean): Node =>
    element(
      'ins',
      { class: 'added' },
      isFirst ? element('span', { class: 'visually-hidden' }, texts.changed_words) : null,
      text,
    );

const changeText = (checked: CheckedAnswer, turn: Turn, changes: TextChanges, { texts }: Words): string => {
  if (changes.added.length === 0 && changes.removed.length === 0) return texts.change_none;
  const isAllNew =
    changes.added.length === 1 &&
    changes.added[0]?.start === 0 &&
    changes.added[0].end >= turn.released.trimEnd().length;
  if (isAllNew && checked.original_answer.trim() !== '') return texts.change_all;
  return changes.added.length > 0
    ? texts.change_some(changes.added.length)
    : texts.change_removed(changes.removed.length);
};

const outcome = (checked: CheckedAnswer, words: Words): HTMLElement => {
  const { texts } = words;
  return element(
    'footer',
    { class: 'outcome' },
    element('p', { class: 'outcome-reason' }, reasonText(words, 'reason', checked.reason)),
    element(
      'ul',
      { class: 'outcome-facts' },
      checked.groundedness === null
        ? null
        : element('li', {}, `${texts.groundedness} ${words.percent(checked.groundedness)}`),
      checked.knowledge_version === ''
        ? null
        : element(
            'li',
            {},
            `${texts.knowledge_version} `,
            element('code', { title: checked.knowledge_version }, shortVersion(checked.knowledge_version)),
          ),
      ...modelsInWords(checked, words.lang, texts).map(([name, said]) =>
        element('li', { class: 'outcome-models' }, texts.model_line(name, said)),
      ),
      element(
        'li',
        {},
        element(
          'a',
          { href: `/api/records/${encodeURIComponent(checked.id)}`, title: texts.record_title },
          texts.record,
        ),
      ),
    ),
  );
};

/** Whether a person, or a word about one, stands in the bot's place. */
const isUnasked = ({ decision, original_answer, claims }: CheckedAnswer): boolean =>
  decision === 'escalate' && original_answer === '' && claims.length === 0;

/** Whether an answer went out although not all of it could be verified: never to be shown as borne out. */
const isPassedUnverified = ({ decision, reason }: CheckedAnswer): boolean =>
  decision === 'pass' && reason !== 'grounded' && reason !== 'no_checkable_claim';

const badgeClass = (checked: CheckedAnswer): string =>
  checked.decision === 'pass' && checked.reason !== 'grounded'
    ? 'badge-neutral'
    : `badge-${checked.decision}`;

/** The decision in words. */
export const decisionText = (checked: CheckedAnswer, { texts }: Words): string =>
  isPassedUnverified(checked) ? texts.decision_pass_not_verified : texts[`decision_${checked.decision}`];

/** How many claims there are of each state, in words: "1 supported, 2 contradicted". */
export const countClaims = (claims: readonly ShownClaim[], words: Words): string =>
  CLAIM_STATES.map((state) => ({
    state,
    count: claims.filter((claim) => claimState(claim) === state).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => words.texts[`count_${state}`](count))
    .join(', ');

const allClaims = (checked: CheckedAnswer, words: Words, isOpen: boolean): HTMLElement => {
  const { texts } = words;
  const { claims } = checked;
  if (claims.length === 0) return element('p', { class: 'no-claims' }, texts.no_claims);
  return element(
    'details',
    { class: 'all-claims', open: isOpen },
    element(
      'summary',
      {},
      texts.claims_heading(claims.length),
      element('span', { class: 'claim-counts' }, countClaims(claims, words)),
    ),
    element(
      'ol',
      { class: 'claim-list' },
      ...claims.map((claim, index) =>
        element('li', {}, claimDetails(claim, words, `claim-${checked.id}-${index}`)),
      ),
    ),
  );
};
