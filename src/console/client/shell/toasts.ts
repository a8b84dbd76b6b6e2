const SHOWN_MS = 6_000;

/** What a toast says; `bad` ones stay until they are closed. */
export interface Toast {
  text: string;
  tone?: 'good' | 'bad' | 'info';
}

/** Shows a message that needs no answer, in the corner, read out where pages are read by ear. */
export const showToast = ({ text, tone = 'info' }: Toast): void => {
  const region = document.getElementById('toasts');
  if (region === null) return;
  takeBackToast(text);
  const toast = document.createElement('div');
  toast.className = `toast toast-${tone}`;
  const words = document.createElement('p');
  words.textContent = text;
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'icon-button';
  close.textContent = '×';
  close.setAttribute('aria-label', region.dataset['close'] ?? '');
  close.addEventListener('click', () => toast.remove());
  toast.append(words, close);
  region.append(toast);
  if (tone !== 'bad') window.setTimeout(() => toast.remove(), SHOWN_MS);
};

/** Takes away a message that is over, or is about to be said again. */
const takeBackToast = (text: string): void => {
  for (const toast of document.querySelectorAll('#toasts .toast'))
    if (toast.querySelector('p')?.textContent === text) toast.remove();
};

const isToast = (detail: unknown): detail is Toast =>
  typeof detail === 'object' && detail !== null && 'text' in detail && typeof detail.text === 'string';

/**
 * Any script, or htmx for the header `HX-Trigger: {"plumbline:toast": {"text": "…"}}`, shows one by this event, and takes
 * one back by `plumbline:toast-over`. The same message stands there once.
 */
export const watchToasts = (): void => {
  document.addEventListener('plumbline:toast', (event) => {
    if (event instanceof CustomEvent && isToast(event.detail)) showToast(event.detail);
  });
  document.addEventListener('plumbline:toast-over', (event) => {
    if (event instanceof CustomEvent && isToast(event.detail)) takeBackToast(event.detail.text);
  });
};
