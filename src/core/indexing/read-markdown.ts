import type {
  BlockContent,
  DefinitionContent,
  List,
  ListItem,
  Paragraph,
  PhrasingContent,
  RootContent,
  Table,
} from 'mdast';
import type { DraftPassage } from './document.js';
import { linked, rowDraft } from './document.js';
import { type InlineText, readInline, sourceEnd, sourceStart } from './inline-text.js';
import { type LinkDefinitions, linkDefinitions } from './link-addresses.js';
import { parseMarkdown } from './parse-markdown.js';
import { splitSentences } from './split-sentences.js';
import { typeTable } from './table-cells.js';

/** "Overweight bag: …", "Overweight bag – …": what the sentences of a list item are about. */
const ITEM_LABEL = /^[^:.!?–—]{1,60}?(?=\s*:|\s+[–—]\s)/u;
/** A run-in heading in bold is no longer than this; longer ones are sentences. */
const BOLD_LABEL_CHARS_MAX = 60;

/** What a Markdown text holds: its front matter's YAML, its first heading, its passages in order. */
export interface MarkdownReading {
  yaml: { value: string; line: number } | null;
  heading: string | null;
  drafts: DraftPassage[];
}

/** Reads Markdown to passages whose offsets are those of `source`. `title` stands for the section before any heading. */
export function readMarkdown(source: string, title: (heading: string | null) => string): MarkdownReading {
  const root = parseMarkdown(source);
  const yamlNode = root.children.find((node) => node.type === 'yaml');
  const headingNode = root.children.find((node) => node.type === 'heading');
  const heading = headingNode === undefined ? null : readInline(headingNode.children, source).text.trim();
  const reader = new PassageReader(source, title(heading), linkDefinitions(root.children));
  reader.readBlocks(root.children);
  return {
    yaml:
      yamlNode === undefined
        ? null
        : { value: yamlNode.value, line: (yamlNode.position?.start.line ?? 1) + 1 },
    heading,
    drafts: reader.drafts,
  };
}

/** The block of a passage, and which item of a list it is of. */
type Place = Pick<DraftPassage, 'block' | 'item'>;

type Block = RootContent | BlockContent | DefinitionContent;

class PassageReader {
  readonly drafts: DraftPassage[] = [];
  readonly #source: string;
  readonly #title: string;
  readonly #definitions: LinkDefinitions;
  readonly #headings: { depth: number; text: string }[] = [];
  #block = 0;

  constructor(source: string, title: string, definitions: LinkDefinitions) {
    this.#source = source;
    this.#title = title;
    this.#definitions = definitions;
  }

  /** `leadIn` introduces all of the blocks: the lead-in of the list that they are an item of. */
  readBlocks(blocks: readonly Block[], leadIn: string | null = null): void {
    let introduction: string | null = null;
    for (const block of blocks) {
      const joined = joinLeadIns(leadIn, introduction);
      introduction = null;
      switch (block.type) {
        case 'heading':
          this.#openHeading(block.depth, readInline(block.children, this.#source).text.trim());
          break;
        case 'paragraph':
          introduction = this.#readParagraph(block, leadIn);
          break;
        case 'list':
          this.#readList(block, joined);
          break;
        case 'table':
          this.#readTable(block, joined);
          break;
        case 'blockquote':
        case 'footnoteDefinition':
          this.readBlocks(block.children, joined);
          break;
        case 'code':
          this.#readVerbatim(block.value, sourceStart(block), sourceEnd(block), joined);
          break;
        case 'html':
          this.#readVerbatim(
            block.value.replace(/<!--[\s\S]*?-->/g, ' ').replace(/<[^>]*>/g, ' '),
            sourceStart(block),
            sourceEnd(block),
            joined,
          );
          break;
        default:
          break;
      }
    }
  }

  #openHeading(depth: number, text: string): void {
    while ((this.#headings.at(-1)?.depth ?? 0) >= depth) this.#headings.pop();
    this.#headings.push({ depth, text });
  }

  /** Returns the paragraph's last sentence where it introduces what comes next. */
  #readParagraph(node: Paragraph, leadIn: string | null): string | null {
    const inline = this.#readInline(node.children);
    this.#readSentences(inline, boldLabel(node, inline), 'sentence', { block: this.#nextBlock() }, leadIn);
    const last = splitSentences(inline.text).at(-1);
    if (last === undefined) return null;
    const sentence = inline.text.slice(last.start_char, last.end_char);
    const introduces = /:$/.test(sentence) || /\b(below|following|ci-dessous|suivante?s?)\b/iu.test(sentence);
    return introduces ? sentence : null;
  }

  #readList(list: List, leadIn: string | null): void {
    const block = this.#nextBlock();
    list.children.forEach((item, place) => {
      this.#readItem(item, { block, item: place }, leadIn);
    });
  }

  #readItem(item: ListItem, place: Place, leadIn: string | null): void {
    const [first, ...rest] = item.children;
    if (first?.type !== 'paragraph') {
      this.readBlocks(item.children, leadIn);
      return;
    }
    const inline = this.#readInline(first.children);
    const text = inline.text.trim();
    const label = boldLabel(first, inline) ?? ITEM_LABEL.exec(text)?.[0] ?? null;
    this.#readSentences(inline, label, 'list_item', place, leadIn);
    this.readBlocks(rest, joinLeadIns(leadIn, text === '' ? null : text));
  }

  /** Sentences after the first keep the label ("Overweight bag: …", "**Bikes.** …"), so that each stands alone. */
  #readSentences(
    inline: InlineText,
    label: string | null,
    kind: 'sentence' | 'list_item',
    place: Place,
    leadIn: string | null,
  ): void {
    const [first, second, ...rest] = splitSentences(inline.text);
    if (first === undefined) return;
    const isLabel =
      second !== undefined && inline.text.slice(first.start_char, first.end_char).trim() === label;
    const spans =
      second === undefined
        ? [first]
        : isLabel
          ? [{ ...second, start_char: first.start_char }]
          : [first, second];
    spans.push(...rest);
    spans.forEach((span, index) => {
      const lead = index > 0 && label !== null ? joinLeadIns(leadIn, asLeadIn(label)) : leadIn;
      this.#addText(inline, span, kind, place, lead);
    });
  }

  #addText(
    inline: InlineText,
    span: { start_char: number; end_char: number },
    kind: 'sentence' | 'list_item',
    place: Place,
    leadIn: string | null,
  ): void {
    if (span.end_char <= span.start_char) return;
    const { start_char, end_char } = span;
    const said = {
      text: inline.text.slice(start_char, end_char),
      ...linked(inline.links(start_char, end_char)),
    };
    this.#add(kind, place, inline.range(start_char, end_char), said, leadIn);
  }

  #readVerbatim(value: string, from: number, to: number, leadIn: string | null): void {
    const text = value.replace(/\s+/gu, ' ').trim();
    if (text !== '')
      this.#add(
        'sentence',
        { block: this.#nextBlock() },
        { start_char: from, end_char: to },
        { text },
        leadIn,
      );
  }

  #add(
    kind: 'sentence' | 'list_item',
    place: Place,
    range: { start_char: number; end_char: number },
    said: Pick<DraftPassage, 'text' | 'links'>,
    leadIn: string | null,
  ): void {
    if (!/[\p{L}\p{N}]/u.test(said.text)) return;
    this.drafts.push({
      kind,
      ...this.#place(),
      ...place,
      quote: this.#source.slice(range.start_char, range.end_char),
      ...range,
      lead_in: leadIn,
      ...said,
      text: leadIn === null ? said.text : `${leadIn} ${said.text}`,
      row: null,
      effective_from: null,
      effective_to: null,
    });
  }

  #readTable(table: Table, leadIn: string | null): void {
    const [head, ...body] = table.children.map((row) =>
      row.children.map((cell) => this.#readInline(cell.children)),
    );
    if (head === undefined) return;
    const columns = head
      .map(textOf)
      .map((name, column) =>
        name === '' ? (column === 0 ? this.#place().section : `column ${column + 1}`) : name,
      );
    const rows = body.map((row) => columns.map((_, column) => textOf(row[column])));
    const block = this.#nextBlock();
    typeTable(columns, rows).forEach((cells, index) => {
      const node = table.children[index + 1];
      if (node === undefined || cells.every((cell) => cell.value === '')) return;
      this.drafts.push(
        rowDraft({
          source: this.#source,
          start_char: sourceStart(node),
          end_char: sourceEnd(node),
          table: this.#place().section,
          cells,
          ...this.#place(),
          block,
          lead_in: leadIn,
          links: (body[index] ?? []).flatMap(({ text, links }) => links(0, text.length)),
        }),
      );
    });
  }

  #readInline(nodes: readonly PhrasingContent[]): InlineText {
    return readInline(nodes, this.#source, this.#definitions);
  }

  #place(): { heading_path: string[]; section: string } {
    const path = this.#headings.map((heading) => heading.text);
    return { heading_path: path, section: path.at(-1) ?? this.#title };
  }

  #nextBlock(): number {
    this.#block += 1;
    return this.#block;
  }
}

/**
 * The words in bold that a paragraph or item begins with, where a mark sets them apart as what it is about: "**Bikes.** They …",
 * "**Bikes**: …"; not "**Never** send …".
 */
function boldLabel({ children: [first] }: Paragraph, { text }: InlineText): string | null {
  if (first?.type !== 'strong') return null;
  const bold = readInline(first.children, '').text.trim();
  const isApart = /[.:]$/.test(bold) || /^\s*[:–—]/u.test(text.trimStart().slice(bold.length));
  return isApart && bold.length <= BOLD_LABEL_CHARS_MAX ? bold : null;
}

/** "Bikes." and "Bikes:" introduce as "Bikes:". */
function asLeadIn(label: string): string {
  return `${label.replace(/[\s.:–—]+$/u, '')}:`;
}

const textOf = (cell: InlineText | undefined): string => cell?.text.trim() ?? '';

function joinLeadIns(outer: string | null, inner: string | null): string | null {
  return outer === null || inner === null ? (inner ?? outer) : `${outer} ${inner}`;
}
