// Compiles the kernels of the small network (AssemblyScript) and writes their bytes down as text, so that every bundle holds them.
// `npm run build:kernels` after a change; a test holds the text against its source.
import { readFileSync, writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const FOLDER = new URL('../src/core/verification/network/vectors/', import.meta.url);
const FLAGS = ['-O3', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--initialMemory', '16'];

/** The text of kernels-wasm.ts as its source gives it. */
export const kernelsText = async () => {
  const source = readFileSync(new URL('kernels.assembly.ts', FOLDER), 'utf8');
  let bytes = null;
  const { error, stderr } = await asc.main(['kernels.ts', ...FLAGS, '--outFile', 'kernels.wasm'], {
    readFile: (name) => (name === 'kernels.ts' ? source : null),
    writeFile: (_name, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || bytes === null) throw new Error(`The kernels do not compile: ${stderr.toString()}`);
  const lines = Buffer.from(bytes)
    .toString('base64')
    .match(/.{1,100}/g)
    .map((line) => `  '${line}',`);
  return `// Made by \`npm run build:kernels\` from kernels.assembly.ts: WebAssembly, as Base64.
export const KERNELS_WASM = [
${lines.join('\n')}
].join('');
`;
};

if (process.argv[1] === new URL(import.meta.url).pathname)
  writeFileSync(new URL('kernels-wasm.ts', FOLDER), await kernelsText());
