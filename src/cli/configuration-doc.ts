import { z } from 'zod';
import { Config } from '../schema/index.js';

/** The part of JSON Schema that the configuration uses. */
interface Setting {
  type?: string | string[];
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Setting[];
  oneOf?: Setting[];
  properties?: Record<string, Setting>;
  additionalProperties?: Setting | boolean;
  items?: Setting;
}

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;

/** The forms that a setting may take, those within unions of unions too. */
const formsOf = (node: Setting): Setting[] => {
  const forms = node.anyOf ?? node.oneOf;
  return forms === undefined ? [node] : forms.flatMap(formsOf);
};

const values = (node: Setting): string => {
  if (node.anyOf !== undefined || node.oneOf !== undefined)
    return [...new Set(formsOf(node).map(values))].join(' or ');
  if (node.enum !== undefined) return node.enum.map(code).join(', ');
  if (node.const !== undefined) return code(node.const);
  if (node.type === 'array') return `list of ${node.items === undefined ? 'values' : values(node.items)}`;
  return Array.isArray(node.type) ? node.type.join(' or ') : (node.type ?? 'object');
};

const isGroup = (node: Setting): boolean =>
  node.properties !== undefined || typeof node.additionalProperties === 'object';

const rows = (path: string, node: Setting): string[] => {
  if (node.properties !== undefined) {
    return Object.entries(node.properties).flatMap(([name, child]) =>
      rows(path === '' ? name : `${path}.${name}`, child),
    );
  }
  if (node.items?.properties !== undefined) return rows(`${path}[]`, node.items);
  if (typeof node.additionalProperties === 'object') {
    const child = node.additionalProperties;
    const inner = isGroup(child) ? rows(`${path}.*`, child) : [];
    if (inner.length > 0) return inner;
    return [`| \`${path}.*\` | ${values(child)} | | ${node.description ?? child.description ?? ''} |`];
  }
  const fallback = node.default === undefined ? '' : code(node.default);
  const inFull = formsOf(node).filter((form) => form !== node && form.properties !== undefined);
  return [
    `| \`${path}\` | ${values(node)} | ${fallback} | ${node.description ?? ''} |`,
    ...rowsOfForms(path, inFull),
  ];
};

/** The settings of several forms: those that all of them have once, the others with the kinds that have them. */
const rowsOfForms = (path: string, forms: readonly Setting[]): string[] => {
  const [only, ...more] = forms;
  if (only === undefined) return [];
  if (more.length === 0) return rows(path, only);
  const kinds = forms.map(({ properties }) => JSON.stringify(properties?.['kind']?.const));
  const names = new Set(forms.flatMap(({ properties = {} }) => Object.keys(properties)));
  names.delete('kind');
  const told = [...names].flatMap((name) => {
    const meant = new Map<string, { node: Setting; kinds: string[] }>();
    for (const [i, { properties = {} }] of forms.entries()) {
      const node = properties[name];
      if (node === undefined) continue;
      const known = meant.get(JSON.stringify(node)) ?? { node, kinds: [] };
      known.kinds.push(kinds[i] ?? '');
      meant.set(JSON.stringify(node), known);
    }
    return [...meant.values()].flatMap(({ node, kinds: of }) => {
      const description = of.length === forms.length ? '' : `With kind ${of.join(', ')}: `;
      return rows(`${path}.${name}`, { ...node, description: `${description}${node.description ?? ''}` });
    });
  });
  return [
    `| \`${path}.kind\` | ${kinds.map((kind) => `\`${kind}\``).join(', ')} | | Which of the forms it is. |`,
    ...told,
  ];
};

/** `docs/configuration.md`: every setting with its values, default and reason, made from the schema. */
export const configurationMarkdown = (): string => {
  const schema: Setting = JSON.parse(JSON.stringify(z.toJSONSchema(Config, { io: 'input' })));
  return [
    '# Configuration',
    '',
    '<!-- Made from src/schema/config.ts by `npm run docs`; edit the schema, not this file. -->',
    '',
    'One file, `plumbline.yaml`, given by `--config FILE` or `PLUMBLINE_CONFIG`; without one, a `plumbline.yaml` in the',
    'working folder, else defaults that run the demo. Paths are relative to the file. Unknown keys are errors. Secrets',
    'never stand in it: a setting that ends in `_env` is the name of an environment variable. `*` stands for a name of',
    'your own, `[]` for each item of a list.',
    '',
    '| setting | values | default | what it does |',
    '|---|---|---|---|',
    ...rows('', schema),
    '',
  ].join('\n');
};
