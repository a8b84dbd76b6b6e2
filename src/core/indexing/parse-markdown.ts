import type { PhrasingContent, Root, RootContent } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { type Processor, unified } from 'unified';
import { type PlainBlock, plainBlocks, plainHeading } from './plain-blocks.js';

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
 * The same tree, faster: most of a policy is paragraphs, headings, lists and tables without any markup, which need no parser. Each stretch
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
  blocks: PlainBlock[];
}

/** What reaches over blank lines, so that a line that looks plain may be part of it; and other line ends. */
const REACHES_FAR = /```|~~~|<(?:script|pre|style|textarea|!|\?)|[\r\0]/i;
const FRONT_MATTER = /^---[ \t]*\n(?:[^\n]*\n)*?---[ \t]*(?:\n|$)/;
/** What an open list goes on with behind a blank line: another item, or what is indented. */
const GOES_ON = /^(?:[ \t]|[-*+]|\d{1,9}[.)])/;

const isBlank = (line: string): boolean => /^[ \t]*$/.test(line);

function plainStretches(source: string): Stretch[] {
  if (REACHES_FAR.test(source)) return [];
  const stretches: Stretch[] = [];
  let open: Stretch | null = null;
  const add = (blocks: readonly PlainBlock[], from: number, to: number): void => {
    if (open === null) {
      open = { from, to, blocks: [] };
      stretches.push(open);
    }
    open.blocks.push(...blocks);
    open.to = to;
  };
  let at = FRONT_MATTER.exec(source)?.[0].length ?? 0;
  if (at === 0 && source.startsWith('---')) return [];
  // Behind what the parser reads a list may go on; behind what is plain none does.
  let isClosed = true;
  while (at < source.length) {
    const line = lineAt(source, at);
    if (isBlank(line)) {
      at += line.length + 1;
      continue;
    }
    const heading = plainHeading(line, at);
    if (heading !== null) {
      add([heading], at, at + line.length);
      isClosed = true;
      at += line.length + 1;
      continue;
    }
    const { to, lines } = chunkAt(source, at);
    const blocks = plainBlocks(lines, at);
    const isAlone: boolean =
      (isClosed || blocks?.[0]?.type === 'paragraph') && !GOES_ON.test(nextLine(source, to + 1));
    isClosed = blocks !== null && (isAlone || blocks.at(-1)?.type !== 'list');
    if (blocks !== null && isClosed) add(blocks, at, to);
    else open = null;
    at = to + 1;
  }
  return stretches;
}

const lineAt = (source: string, at: number): string => {
  const end = source.indexOf('\n', at);
  return source.slice(at, end === -1 ? source.length : end);
};

/** The first line from `at` on that is not blank; empty at the end. */
function nextLine(source: string, at: number): string {
  let from = at;
  while (from < source.length) {
    const line = lineAt(source, from);
    if (!isBlank(line)) return line;
    from += line.length + 1;
  }
  return '';
}

/** The lines from `at` to the next blank one; `to` is the end of the last. */
function chunkAt(source: string, at: number): { to: number; lines: string[] } {
  let to = at;
  const lines: string[] = [];
  for (let from = at; from < source.length; ) {
    const line = lineAt(source, from);
    if (isBlank(line)) break;
    lines.push(line);
    to = from + line.length;
    from = to + 1;
  }
  return { to, lines };
}

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
