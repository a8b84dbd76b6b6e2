import type { Heading, Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { type Processor, unified } from 'unified';

/** GFM's last step cuts more addresses out of the text, as links that have no place in it: a quote needs its place. */
function withoutTransforms(this: Processor): void {
  const data = this.data();
  data.fromMarkdownExtensions = (data.fromMarkdownExtensions ?? [])
    .flat()
    .map(({ transforms: _transforms, ...extension }) => extension);
}

const PARSER = unified()
  .use(remarkParse)
  .use(remarkFrontmatter, ['yaml'])
  .use(remarkGfm)
  .use(withoutTransforms);

/** The tree of a Markdown text as the parser reads it. */
export const parseWhole = (source: string): Root => PARSER.parse(source);

/**
 * The same tree, faster: half of a policy is paragraphs and headings without any markup, which need no parser. Each stretch
 * of them stands as a paragraph of one letter in what the parser reads, and takes its place afterwards. Offsets are those of
 * `source`; lines behind the first stretch are not.
 */
export const parseMarkdown = (source: string): Root => {
  const stretches = plainStretches(source);
  if (stretches.length === 0) return parseWhole(source);
  const { text, places } = shortened(source, stretches);
  const root = parseWhole(text);
  const children = restored(root.children, stretches, places);
  return children === null ? parseWhole(source) : { ...root, children };
};

/** Plain blocks that stand one after the other; half-open offsets. */
interface Stretch {
  from: number;
  to: number;
  blocks: (Heading | Paragraph)[];
}

/** What reaches over blank lines, so that a line that looks plain may be part of it; and other line ends. */
const REACHES_FAR = /```|~~~|<(?:script|pre|style|textarea|!|\?)|[\r\0]/i;
const FRONT_MATTER = /^---[ \t]*\n(?:[^\n]*\n)*?---[ \t]*(?:\n|$)/;
/** Characters that may mark something up, entities, and what becomes a link by itself. */
const MARKUP = /[\\`*_[\]<>|~\t]|&[#a-z]|:\/\/|www\.|@/i;
/** A line that can only open or continue a paragraph: "12." opens a list. */
const OPENS_TEXT = /^(?!\d{1,9}[.)])[\p{L}\p{N}"“‘«(’„]/u;
const HEADING = /^(#{1,6}) +(?=[^ #])/;

const isPlain = (line: string): boolean => OPENS_TEXT.test(line) && !line.endsWith(' ') && !MARKUP.test(line);

const isBlank = (line: string): boolean => /^[ \t]*$/.test(line);

function plainStretches(source: string): Stretch[] {
  if (REACHES_FAR.test(source)) return [];
  const stretches: Stretch[] = [];
  let open: Stretch | null = null;
  const add = (block: Heading | Paragraph, from: number, to: number): void => {
    if (open === null) {
      open = { from, to, blocks: [] };
      stretches.push(open);
    }
    open.blocks.push(block);
    open.to = to;
  };
  let at = FRONT_MATTER.exec(source)?.[0].length ?? 0;
  if (at === 0 && source.startsWith('---')) return [];
  while (at < source.length) {
    const line = lineAt(source, at);
    if (isBlank(line)) {
      at += line.length + 1;
      continue;
    }
    const heading = headingOf(line, at);
    if (heading !== null) {
      add(heading, at, at + line.length);
      at += line.length + 1;
      continue;
    }
    const { to, plain } = chunkAt(source, at);
    if (plain) add(paragraphOf(source, at, to), at, to);
    else open = null;
    at = to + 1;
  }
  return stretches;
}

const lineAt = (source: string, at: number): string => {
  const end = source.indexOf('\n', at);
  return source.slice(at, end === -1 ? source.length : end);
};

/** The lines from `at` to the next blank one; `to` is the end of the last. */
function chunkAt(source: string, at: number): { to: number; plain: boolean } {
  let to = at;
  let plain = true;
  for (let from = at; from < source.length; ) {
    const line = lineAt(source, from);
    if (isBlank(line)) break;
    plain &&= isPlain(line);
    to = from + line.length;
    from = to + 1;
  }
  return { to, plain };
}

function headingOf(line: string, at: number): Heading | null {
  const marks = HEADING.exec(line);
  if (marks === null || /[ #]$/.test(line) || MARKUP.test(line)) return null;
  const depth = (marks[1] ?? '#').length as Heading['depth'];
  const text = textOf(line.slice(marks[0].length), at + marks[0].length);
  return { type: 'heading', depth, children: [text], position: positionOf(at, at + line.length) };
}

const paragraphOf = (source: string, from: number, to: number): Paragraph => ({
  type: 'paragraph',
  children: [textOf(source.slice(from, to), from)],
  position: positionOf(from, to),
});

const textOf = (value: string, from: number): PhrasingContent => ({
  type: 'text',
  value,
  position: positionOf(from, from + value.length),
});

const positionOf = (from: number, to: number) => ({
  start: { line: 1, column: 1, offset: from },
  end: { line: 1, column: 1, offset: to },
});

/** A paragraph that ends with a blank line, whatever follows. */
const STAND_IN = 'x\n\n';

/** The text with a stand-in for each stretch, and where these are in it. */
function shortened(source: string, stretches: readonly Stretch[]): { text: string; places: number[] } {
  let text = '';
  let at = 0;
  const places: number[] = [];
  for (const { from, to } of stretches) {
    text += source.slice(at, from);
    places.push(text.length);
    text += STAND_IN;
    at = to;
  }
  return { text: text + source.slice(at), places };
}

/** The blocks with the stretches in the stead of their stand-ins; null where one is not found. */
function restored(
  blocks: readonly RootContent[],
  stretches: readonly Stretch[],
  places: readonly number[],
): RootContent[] | null {
  const children: RootContent[] = [];
  let next = 0;
  let shift = 0;
  for (const block of blocks) {
    if (block.type === 'paragraph' && block.position?.start.offset === places[next]) {
      const stretch = stretches[next];
      children.push(...(stretch?.blocks ?? []));
      shift = (stretch?.to ?? 0) - ((places[next] ?? 0) + STAND_IN.length);
      next += 1;
    } else {
      move(block, shift);
      children.push(block);
    }
  }
  return next === stretches.length ? children : null;
}

function move(node: RootContent | PhrasingContent, by: number): void {
  if (node.position !== undefined) {
    const { start, end } = node.position;
    node.position = {
      start: { ...start, offset: (start.offset ?? 0) + by },
      end: { ...end, offset: (end.offset ?? 0) + by },
    };
  }
  if ('children' in node) for (const child of node.children) move(child, by);
}
