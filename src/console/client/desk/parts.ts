import { hideDiscarded } from './compose.js';
import { forgetDraft, restoreDraft } from './drafts.js';
import { isReached, say, show, toast, words } from './page.js';

/** The end of the conversation is what is read first. */
const scrollToEnd = (): void => {
  const talk = document.getElementById('talk-scroll');
  if (talk !== null) talk.scrollTop = talk.scrollHeight;
};

const isNearEnd = (): boolean => {
  const talk = document.getElementById('talk-scroll');
  return talk === null || talk.scrollHeight - talk.scrollTop - talk.clientHeight < 120;
};

const markCurrent = (id: string): void => {
  for (const row of document.querySelectorAll<HTMLElement>('.row-link')) {
    if (row.closest<HTMLElement>('.row')?.dataset['row'] === id) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
  }
};

const countWaiting = (): void => {
  const waiting = Number(document.getElementById('queue-view')?.dataset['waiting'] ?? 0);
  const title = words().page_title;
  document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${title} · Plumbline`;
  const badge = document.querySelector<HTMLElement>('[data-nav-count="desk"]');
  if (badge === null) return;
  badge.hidden = waiting === 0;
  badge.textContent = String(waiting);
};

/** What a case needs once it stands in the page. */
export const settleCase = (): void => {
  hideDiscarded();
  restoreDraft();
  scrollToEnd();
};

const detailOf = (event: Event): Record<string, unknown> =>
  event instanceof CustomEvent && typeof event.detail === 'object' && event.detail !== null
    ? event.detail
    : {};

const pathsOf = ({
  pathInfo,
}: Record<string, unknown>): { requestPath?: unknown; finalRequestPath?: unknown } =>
  typeof pathInfo === 'object' && pathInfo !== null ? pathInfo : {};
const pathOf = (detail: Record<string, unknown>): string => String(pathsOf(detail).requestPath ?? '');
const finalPathOf = (detail: Record<string, unknown>): string =>
  String(pathsOf(detail).finalRequestPath ?? '');

const openCase = (): string => document.getElementById('case-file')?.dataset['case'] ?? '';

const MESSAGES = /^\/console\/desk\/([^/]+)\/messages$/;

/** A fault in words: what the problem document says, or that nothing came back. */
const faultOf = (request: unknown): string => {
  if (!(request instanceof XMLHttpRequest)) return words().error_title;
  if (request.status === 401) return words().error_signed_out;
  if (request.status === 404) return words().error_gone;
  try {
    const { title, detail } = JSON.parse(request.responseText);
    return `${words().error_title} ${title}. ${detail}`;
  } catch {
    return words().error_title;
  }
};

/** What happens around the parts that htmx fetches. */
export const watchParts = (): void => {
  let stuck = true;
  document.addEventListener('htmx:beforeSwap', (event) => {
    const detail = detailOf(event);
    const { xhr } = detail;
    if (xhr instanceof XMLHttpRequest && xhr.status === 409) {
      // A refusal comes as the case as it is now, with the reason above it.
      const isPage = xhr.getResponseHeader('content-type')?.startsWith('text/html') === true;
      if (event instanceof CustomEvent && isPage) {
        event.detail.shouldSwap = true;
        event.detail.isError = false;
      }
    }
    // What comes of a case that was left meanwhile is of no use any more.
    const meant = /^\/console\/desk\/live\?.*current=([^&]+)/.exec(finalPathOf(detail))?.[1];
    if (event instanceof CustomEvent && meant !== undefined && meant !== openCase()) {
      event.detail.shouldSwap = false;
    }
    stuck = isNearEnd();
    const [, id = ''] = MESSAGES.exec(pathOf(detail)) ?? [];
    if (xhr instanceof XMLHttpRequest && xhr.status === 200 && id !== '') forgetDraft(id);
  });
  document.addEventListener('htmx:afterSwap', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLElement)) return;
    if (target.id === 'desk-dialog' && target instanceof HTMLDialogElement && !target.open)
      target.showModal();
    if (target.id === 'case') {
      markCurrent(openCase());
      show('case');
    }
    countWaiting();
  });
  document.addEventListener('htmx:afterSettle', ({ target }) => {
    if (target instanceof HTMLElement && target.id === 'case') settleCase();
  });
  document.addEventListener('htmx:oobAfterSwap', () => {
    if (stuck) scrollToEnd();
  });
  document.addEventListener('htmx:afterRequest', (event) => {
    const detail = detailOf(event);
    const path = pathOf(detail);
    if (detail['successful'] !== true) return;
    isReached();
    const [, id = '', act = ''] = /^\/console\/desk\/([^/]+)(?:\/([\w-]+))?$/.exec(path) ?? [];
    if (act === 'messages') say(words().say_sent);
    if (['messages', 'claim', 'take-over'].includes(act)) document.getElementById('reply-text')?.focus();
    if (['return', 'resolve', 'reassign'].includes(act)) {
      const dialog = document.getElementById('desk-dialog');
      if (dialog instanceof HTMLDialogElement) dialog.close();
    }
    // A case that was opened to be read is read from its title on.
    if (act === '' && id === openCase() && id !== '' && document.activeElement?.closest('.queue') == null) {
      document.getElementById('case-title')?.focus();
    }
  });
  document.addEventListener('htmx:responseError', (event) => toast(faultOf(detailOf(event)['xhr']), 'bad'));
  document.addEventListener('htmx:sendError', () => toast(words().error_offline, 'bad'));
  countWaiting();
};
