export interface LegendProps {
  entries: readonly { outcome: string; label: string; value?: string }[];
  /** Words for the line of the target; null where none is drawn. */
  target: string | null;
}

/** What the colours of a chart mean. */
export const Legend = ({ entries, target }: LegendProps) => (
  <ul class="legend">
    {entries.map(({ outcome, label, value }) => (
      <li>
        <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
          <rect class={`figure-${outcome}`} width="10" height="10" rx="2" />
        </svg>
        <span>{label}</span>
        {value === undefined ? null : <strong>{value}</strong>}
      </li>
    ))}
    {target === null ? null : (
      <li>
        <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
          <line class="target-line" x1="5" x2="5" y1="0" y2="10" />
        </svg>
        <span>{target}</span>
      </li>
    )}
  </ul>
);
