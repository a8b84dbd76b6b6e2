import type { RequestProblem } from '../problem.js';
import { element } from './element.js';
import type { Words } from './words.js';

/** What a visitor can do about a fault. */
export interface ProblemActions {
  retry(): void;
  useKey(key: string): void;
}

/** A fault in a sentence, with a way on: try again, or give the key that the server asks for. */
export const problemView = (problem: RequestProblem, words: Words, actions: ProblemActions): HTMLElement =>
  element(
    'div',
    { class: 'problem' },
    element('p', {}, problemText(problem, words)),
    problem.status === 401 ? keyForm(words, actions) : retryButton(words, actions),
  );

/** What went wrong, in words: the server's own where it sent a problem document. */
export const problemText = (problem: RequestProblem, { texts }: Words): string => {
  switch (problem.kind) {
    case 'network':
      return texts.failed_network;
    case 'shape':
      return texts.failed_shape;
    case 'cut':
      return texts.failed_cut;
    case 'document':
      return problem.message === '' ? texts.failed : problem.message;
    default:
      return problem.kind satisfies never;
  }
};

const retryButton = ({ texts }: Words, actions: ProblemActions): HTMLElement =>
  element('button', { type: 'button', class: 'button', onclick: () => actions.retry() }, texts.retry);

const keyForm = ({ texts }: Words, actions: ProblemActions): HTMLElement => {
  const input = element('input', { type: 'password', class: 'field', autocomplete: 'off', required: true });
  return element(
    'form',
    {
      class: 'key-form',
      onsubmit: (event) => {
        event.preventDefault();
        actions.useKey(input.value);
      },
    },
    element('label', {}, element('span', {}, texts.key_label), input),
    element('button', { type: 'submit', class: 'button' }, texts.key_use),
  );
};
