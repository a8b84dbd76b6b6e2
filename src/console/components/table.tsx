import type { Child } from 'hono/jsx';

export interface Column {
  label: string;
  /** Numbers stand at the right, digit below digit. */
  isNumber?: boolean;
}

export interface TableProps {
  /** What the table shows, for those who come upon it by ear; `isCaptionShown` for everyone. */
  caption: string;
  isCaptionShown?: boolean;
  columns: readonly Column[];
  /** The first cell of a row names it. */
  rows: readonly (readonly Child[])[];
}

/** A table that scrolls by itself where the screen is narrow. */
export const Table = ({ caption, isCaptionShown = false, columns, rows }: TableProps) => (
  <section class="table-scroll" aria-label={caption} tabindex={0}>
    <table class="table">
      <caption class={isCaptionShown ? 'table-caption' : 'visually-hidden'}>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ label, isNumber }) => (
            <th scope="col" class={isNumber ? 'is-number' : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells]) => (
          <tr>
            <th scope="row">{name}</th>
            {cells.map((cell, at) => (
              <td class={columns[at + 1]?.isNumber ? 'is-number' : undefined}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
