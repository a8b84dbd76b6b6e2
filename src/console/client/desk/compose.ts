import { insert } from './drafts.js';
import { show } from './page.js';

const DISCARDED = 'plumbline:discarded:';

/** Whether the reply or a note is written. */
const write = (what: 'reply' | 'note'): void => {
  for (const form of document.querySelectorAll<HTMLElement>('#reply-form, #note-form')) {
    form.hidden = form.id !== `${what}-form`;
  }
  for (const button of document.querySelectorAll<HTMLElement>('[data-writing]')) {
    button.setAttribute('aria-pressed', String(button.dataset['writing'] === what));
  }
  document.getElementById(`${what}-text`)?.focus();
};

/** Which part of a case a phone shows. */
const showPart = (part: string): void => {
  const body = document.querySelector<HTMLElement>('.case-body');
  if (body !== null) body.dataset['part'] = part;
  for (const button of document.querySelectorAll<HTMLElement>('[data-shows]')) {
    button.setAttribute('aria-pressed', String(button.dataset['shows'] === part));
  }
};

const caseId = (): string => document.getElementById('case-file')?.dataset['case'] ?? '';

/** A proposal that was discarded stays away while this tab is open. */
export const hideDiscarded = (): void => {
  const proposal = document.getElementById('proposal');
  if (proposal !== null && sessionStorage.getItem(DISCARDED + caseId()) !== null) proposal.hidden = true;
};

const discard = (): void => {
  sessionStorage.setItem(DISCARDED + caseId(), 'yes');
  hideDiscarded();
};

/** The buttons of a case that need no server. */
export const watchButtons = (): void => {
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element)) return;
    for (const menu of document.querySelectorAll<HTMLDetailsElement>('.menu[open], .canned[open]')) {
      // A menu closes with a choice, or with a click elsewhere.
      if (!menu.contains(event.target) || event.target.closest('.menu-items') !== null) menu.open = false;
    }
    const button = event.target.closest<HTMLElement>(
      '[data-writing], [data-shows], [data-insert], [data-edits], [data-discards], [data-back]',
    );
    if (button === null) return;
    const { writing, shows, insert: words } = button.dataset;
    if (writing === 'reply' || writing === 'note') write(writing);
    if (shows !== undefined) showPart(shows);
    if (words !== undefined) {
      button.closest('details')?.removeAttribute('open');
      showPart('talk');
      write('reply');
      insert(words);
    }
    if (button.dataset['edits'] !== undefined) {
      const proposed = button.closest('form')?.querySelector<HTMLInputElement>('[name="text"]')?.value ?? '';
      discard();
      write('reply');
      insert(proposed, true);
    }
    if (button.dataset['discards'] !== undefined) {
      discard();
      document.getElementById('reply-text')?.focus();
    }
    if (button.dataset['back'] !== undefined) {
      event.preventDefault();
      history.pushState({}, '', '/console/desk');
      const open = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(caseId())}"] .row-link`);
      open?.removeAttribute('aria-current');
      document.getElementById('case-state')?.replaceChildren();
      show('queue');
      open?.focus();
    }
  });
};
