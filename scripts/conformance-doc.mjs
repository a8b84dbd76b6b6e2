// Puts the table of a run (npm run conformance -- URL --json FILE) into docs/conformance.md:
//   node scripts/conformance-doc.mjs FILE
import { readFile, writeFile } from 'node:fs/promises';

const DOCUMENT = new URL('../docs/conformance.md', import.meta.url);
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Name the JSON file of a run.');
const { table } = JSON.parse(await readFile(file, 'utf8'));
const text = await readFile(DOCUMENT, 'utf8');
const place = /(<!-- conformance -->\n)[\s\S]*?(<!-- \/conformance -->)/;
await writeFile(
  DOCUMENT,
  text.replace(place, (_, open, close) => `${open}${table}\n${close}`),
);
