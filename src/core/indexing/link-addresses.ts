import type { Nodes, PhrasingContent } from 'mdast';

/** The addresses of reference-style links by their label: "[claims]: https://…". */
export type LinkDefinitions = ReadonlyMap<string, string>;

/** Of two definitions of a label the first counts. */
export function linkDefinitions(nodes: readonly Nodes[], found = new Map<string, string>()): LinkDefinitions {
  for (const node of nodes) {
    if (node.type === 'definition' && !found.has(node.identifier)) found.set(node.identifier, node.url);
    if ('children' in node) linkDefinitions(node.children, found);
  }
  return found;
}

/** What reaches someone from anywhere; anchors and relative links do not. */
const REACHES = /^(?:https?:\/\/|mailto:|tel:)/i;

/** The address that a link or image leads to, null where its `words` say it already, or it is none that reaches anyone. */
export function addressOf(node: PhrasingContent, words: string, definitions: LinkDefinitions): string | null {
  const url =
    node.type === 'link' || node.type === 'image'
      ? node.url
      : node.type === 'linkReference' || node.type === 'imageReference'
        ? (definitions.get(node.identifier) ?? '')
        : '';
  return !REACHES.test(url) || words === url || words === url.replace(REACHES, '') ? null : url;
}
