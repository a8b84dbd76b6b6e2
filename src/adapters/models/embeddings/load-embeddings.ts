import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import type { EmbeddingsClass } from './embeddings-classes.js';

/** @throws in words, where the package or its class is missing, or the constructor refuses the fields. */
export const loadEmbeddings = async (
  { package: name, module = name, class: className, needs }: EmbeddingsClass,
  fields: Record<string, unknown>,
): Promise<EmbeddingsInterface> => {
  if (needs !== undefined) await loaded(needs.package, needs.package, needs.install);
  const exported = await loaded(module, name, `npm install ${name}`);
  const Class = exported[className];
  if (!isClass(Class)) throw new Error(`${module} has no class ${className}`);
  let made: unknown;
  try {
    made = new Class(fields);
  } catch (cause) {
    throw new Error(`${className} refuses its settings: ${firstLine(cause)}`, { cause });
  }
  if (!isEmbeddings(made)) throw new Error(`${className} of ${module} is no LangChain embeddings`);
  return made;
};

const loaded = async (
  module: string,
  packageName: string,
  install: string,
): Promise<Record<string, unknown>> => {
  try {
    return await import(/* @vite-ignore */ module);
  } catch (cause) {
    if (isMissing(cause, packageName))
      throw new Error(`the package ${packageName} is not installed; run: ${install}`, { cause });
    throw new Error(`${module} cannot be loaded: ${firstLine(cause)}`, { cause });
  }
};

const isMissing = (error: unknown, name: string): boolean =>
  error instanceof Error &&
  Reflect.get(error, 'code') === 'ERR_MODULE_NOT_FOUND' &&
  error.message.includes(`'${name}`);

const isClass = (value: unknown): value is new (fields: Record<string, unknown>) => unknown =>
  typeof value === 'function';

const isEmbeddings = (value: unknown): value is EmbeddingsInterface =>
  typeof value === 'object' &&
  value !== null &&
  typeof Reflect.get(value, 'embedDocuments') === 'function' &&
  typeof Reflect.get(value, 'embedQuery') === 'function';

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
