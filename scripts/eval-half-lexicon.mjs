// `npm run eval:half-lexicon -- BENCH_DIR …`: `plumbline eval` with every second entry of each concept left out, in each
// language; with --keep-grammar the words of grammar.json stay. The weights of the risk model stay as they are.
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { NODE_BUNDLE } from './node-bundle.mjs';

const KEEP = '--keep-grammar';
const keepsGrammar = process.argv.includes(KEEP);
const rest = process.argv.slice(2).filter((argument) => argument !== KEEP);
const outdir = fileURLToPath(new URL('../dist/half-lexicon', import.meta.url));
const count = { all: 0, left: 0 };

/** "a, b, c" → "a, c": the first entry is what the concept is called by. */
const halved = (entries) => {
  const all = entries.split(',').filter((entry) => entry.trim() !== '');
  const left = all.filter((_, place) => place % 2 === 0);
  count.all += all.length;
  count.left += left.length;
  return left.join(',');
};

const halfLexicon = {
  name: 'half-lexicon',
  setup: ({ onLoad }) => {
    onLoad({ filter: /lexicon[\\/]themes[\\/][^\\/]+\.json$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8');
      if (keepsGrammar && basename(path) === 'grammar.json') return { contents, loader: 'json' };
      const theme = Object.entries(JSON.parse(contents)).map(([concept, words]) => [
        concept,
        Object.fromEntries(Object.entries(words).map(([lang, entries]) => [lang, halved(entries)])),
      ]);
      return { contents: JSON.stringify(Object.fromEntries(theme)), loader: 'json' };
    });
  },
};

await build({
  ...NODE_BUNDLE,
  entryPoints: { node: 'src/node.ts' },
  outdir,
  plugins: [halfLexicon],
});
console.log(`${count.left} of ${count.all} entries of the lexicon are left.`);
process.exit(spawnSync('node', [`${outdir}/node.js`, 'eval', ...rest], { stdio: 'inherit' }).status ?? 1);
