import type { Child } from 'hono/jsx';
import { type Block, type Inline, parseMarkdown } from '../client/markdown/index.js';

/** A range of the source text that is marked; its visible pieces are wrapped by `wrap`, in order. */
export interface MarkedRange {
  start: number;
  end: number;
  wrap(text: string, isFirst: boolean): Child;
}

/** A text's Markdown as it is shown, with marks that lie exactly on their source ranges. Links are shown, not linked. */
export const MarkedText = ({ source, marks = [] }: { source: string; marks?: readonly MarkedRange[] }) => {
  const sorted = [...marks].sort((a, b) => a.start - b.start);
  const begun = new Set<MarkedRange>();

  /** Source text cut where marks begin and end. Where marks overlap, the earlier one has it. */
  const words = (start: number, end: number): Child[] => {
    const pieces: Child[] = [];
    let at = start;
    for (const mark of sorted) {
      const from = Math.max(at, mark.start);
      const to = Math.min(end, mark.end);
      if (from >= to) continue;
      if (from > at) pieces.push(source.slice(at, from));
      pieces.push(mark.wrap(source.slice(from, to), !begun.has(mark)));
      begun.add(mark);
      at = to;
    }
    if (at < end) pieces.push(source.slice(at, end));
    return pieces;
  };

  const inline = (node: Inline): Child => {
    switch (node.type) {
      case 'text':
        return <>{words(node.start, node.end)}</>;
      case 'strong':
        return <strong>{node.children.map(inline)}</strong>;
      case 'emphasis':
        return <em>{node.children.map(inline)}</em>;
      case 'code':
        return <code>{node.children.map(inline)}</code>;
      case 'link':
        return <span class="md-link">{node.children.map(inline)}</span>;
      case 'address':
        return <span class="md-address"> ({words(node.start, node.end)})</span>;
      case 'break':
        return <br />;
      default:
        return node satisfies never;
    }
  };

  const block = (node: Block): Child => {
    switch (node.type) {
      case 'paragraph':
        return <p>{node.children.map(inline)}</p>;
      case 'heading':
        return <p class="md-heading">{node.children.map(inline)}</p>;
      case 'list': {
        const items = node.items.map((item) => (
          <li>
            {item.children.map(inline)}
            {item.nested === null ? null : block(item.nested)}
          </li>
        ));
        return node.ordered ? (
          <ol {...(node.first === 1 ? {} : { start: node.first })}>{items}</ol>
        ) : (
          <ul>{items}</ul>
        );
      }
      case 'table':
        return (
          <div class="md-table">
            <table>
              <thead>
                <tr>
                  {node.header.map((cell) => (
                    <th scope="col">{cell.map(inline)}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {node.rows.map((row) => (
                  <tr>
                    {row.map((cell) => (
                      <td>{cell.map(inline)}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        );
      case 'quote':
        return <blockquote>{node.children.map(block)}</blockquote>;
      case 'code':
        return (
          <pre>
            <code>{words(node.start, node.end)}</code>
          </pre>
        );
      case 'rule':
        return <hr />;
      default:
        return node satisfies never;
    }
  };

  return <div class="prose">{parseMarkdown(source).map(block)}</div>;
};
