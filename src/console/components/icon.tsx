const PATHS = {
  contrast: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM8 1.5v13M8 4.5h4.8M8 8h6.4M8 11.5h4.8',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  cross: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  alert: 'M8 2l6.5 11.5h-13zM8 6.5v3.2M8 11.7v.1',
  info: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM8 7.3v4M8 4.7v.1',
  clock: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM8 4.5V8l2.4 1.6',
  person: 'M8 2.2a2.7 2.7 0 1 0 0 5.4a2.7 2.7 0 0 0 0-5.4zM2.8 14c.4-3 2.4-4.5 5.2-4.5s4.8 1.5 5.2 4.5',
  inbox: 'M2 9.5l2-6.5h8l2 6.5v4H2zM2 9.5h3.5l1 1.7h3l1-1.7H14',
  chart: 'M2.5 13.5h11M4.5 11V7.5M8 11V3.5M11.5 11V5.8',
  arrow: 'M3 8h10M9 4l4 4-4 4',
} as const;

export type IconName = keyof typeof PATHS;

/** A sign beside words; it says nothing by itself, so readers of the page by ear are spared it. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
