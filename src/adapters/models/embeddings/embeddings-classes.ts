import type { EmbeddingsSettings } from '../../../schema/index.js';
import { statusFetch } from './status-fetch.js';

/** How a constructor takes a value: the name of the field, or the fields that hold it. */
type Field<Value> = string | ((value: Value) => Record<string, unknown>);

/** A class of LangChain embeddings, and how its constructor takes what the settings say. */
export interface EmbeddingsClass {
  /** What to install where it is missing. */
  package: string;
  /** Where the class is exported; default: the package itself. */
  module?: string;
  class: string;
  /** The environment variable that the key is taken from where no `base_url` is set; it must be there. */
  key_env?: string;
  model?: string;
  key?: Field<string>;
  /** Left out where the service cannot be asked for a size. */
  dimensions?: string;
  /** Left out where the service has one address only, or takes it from `options`. */
  base_url?: Field<string>;
  /** Given to every instance. */
  fields?: Record<string, unknown>;
  /** An optional package that the class itself loads, with how to get it. */
  needs?: { package: string; install: string };
}

const COMMUNITY = '@langchain/community';

/** Providers by name; others are given by `class`. */
export const EMBEDDINGS_CLASSES: Readonly<Record<string, EmbeddingsClass>> = {
  openai: {
    package: '@langchain/openai',
    class: 'OpenAIEmbeddings',
    key_env: 'OPENAI_API_KEY',
    dimensions: 'dimensions',
    base_url: (baseURL) => ({ configuration: { baseURL } }),
    // The SDK asks for base64 by itself, and misreads the plain numbers of servers that know only those.
    fields: { encodingFormat: 'float' },
  },
  azure_openai: {
    package: '@langchain/openai',
    class: 'AzureOpenAIEmbeddings',
    key: 'azureOpenAIApiKey',
    dimensions: 'dimensions',
    fields: { encodingFormat: 'float' },
  },
  ollama: {
    package: '@langchain/ollama',
    class: 'OllamaEmbeddings',
    key: (key) => ({ headers: { authorization: `Bearer ${key}` } }),
    dimensions: 'dimensions',
    base_url: 'baseUrl',
    fields: { fetch: statusFetch },
  },
  onnx: {
    package: COMMUNITY,
    module: `${COMMUNITY}/embeddings/huggingface_transformers`,
    class: 'HuggingFaceTransformersEmbeddings',
    needs: {
      package: '@huggingface/transformers',
      install:
        'ONNXRUNTIME_NODE_INSTALL=skip npm install @huggingface/transformers (the setting skips a download of GPU parts, which fails behind a proxy)',
    },
  },
  mistralai: { package: '@langchain/mistralai', class: 'MistralAIEmbeddings', base_url: 'serverURL' },
  cohere: { package: '@langchain/cohere', class: 'CohereEmbeddings' },
  'google-genai': {
    package: '@langchain/google-genai',
    class: 'GoogleGenerativeAIEmbeddings',
    dimensions: 'outputDimensionality',
    base_url: 'baseUrl',
  },
  bedrock: {
    package: '@langchain/aws',
    class: 'BedrockEmbeddings',
    key: 'bedrockBearerToken',
    dimensions: 'dimensions',
  },
  nomic: { package: '@langchain/nomic', class: 'NomicEmbeddings', dimensions: 'dimensionality' },
  voyage: {
    package: COMMUNITY,
    module: `${COMMUNITY}/embeddings/voyage`,
    class: 'VoyageEmbeddings',
    model: 'modelName',
    dimensions: 'outputDimension',
    base_url: 'basePath',
  },
  jina: {
    package: COMMUNITY,
    module: `${COMMUNITY}/embeddings/jina`,
    class: 'JinaEmbeddings',
    dimensions: 'dimensions',
  },
};

/** What the constructor of a class is given. */
export const constructorFields = (
  { model = 'model', key = 'apiKey', dimensions, base_url, fields }: EmbeddingsClass,
  settings: EmbeddingsSettings,
  apiKey: string | null,
): Record<string, unknown> => ({
  [model]: settings.model,
  // Tries and deadlines are the caller's.
  maxRetries: 0,
  ...taken(key, apiKey),
  ...taken(dimensions, settings.dimensions),
  ...taken(base_url, settings.base_url),
  ...fields,
  ...settings.options,
});

const taken = <Value>(
  field: Field<Value> | undefined,
  value: Value | null | undefined,
): Record<string, unknown> => {
  if (field === undefined || value === null || value === undefined) return {};
  return typeof field === 'string' ? { [field]: value } : field(value);
};
