import { clockState, durationInWords } from '../../desk/durations.js';
import { desk, words } from './page.js';

const EVERY_MS = 1_000;

/** Counts every clock of the page on, by the server's time. */
export const runClocks = (): void => {
  const startedAt = performance.now();
  const serverMs = Number(desk()?.dataset['now'] ?? Date.now());
  const tick = (): void => {
    const nowMs = serverMs + (performance.now() - startedAt);
    for (const clock of document.querySelectorAll<HTMLElement>('[data-clock]')) set(clock, nowMs);
  };
  setInterval(tick, EVERY_MS);
};

const set = (clock: HTMLElement, nowMs: number): void => {
  const texts = words();
  const since = Number(clock.dataset['since']);
  const kind = clock.dataset['clock'];
  if (kind === 'due') {
    const due = Number(clock.dataset['due']);
    const state = clockState(due, since, nowMs);
    clock.className = `clock clock-${state}`;
    const text =
      state === 'late'
        ? texts.late(durationInWords(nowMs - due, texts))
        : texts.left(durationInWords(due - nowMs, texts));
    if (clock.textContent !== text) clock.textContent = text;
    return;
  }
  const duration = durationInWords(nowMs - since, texts);
  const text = kind === 'held' ? texts.held(duration) : texts.waits(duration);
  if (clock.textContent !== text) clock.textContent = text;
};
