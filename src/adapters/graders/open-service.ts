import { GroundingError } from '../../core/errors.js';
import type { Clock, OutboundHttp } from '../../core/ports.js';
import type {
  BedrockGraderSettings,
  RemoteGraderSettings,
  VertexGraderSettings,
} from '../../schema/index.js';
import { isPublicAddress } from '../../schema/index.js';
import { awsCredential } from './aws-credential.js';
import { azureService } from './azure.js';
import { bedrockService } from './bedrock.js';
import { type Credential, keyCredential } from './credential.js';
import { metadataCredential, ServiceAccountKey, serviceAccountCredential } from './google-credential.js';
import type { GraderService } from './grader-service.js';
import { httpService } from './http-grader.js';
import { lettuceDetectService } from './lettucedetect.js';
import { vertexService } from './vertex.js';

export interface OpenServiceOptions {
  http: OutboundHttp;
  clock: Clock;
  /** The value of an environment variable or a Worker’s secret; null where it is not set, or empty. */
  readSecret: (variable: string) => string | null;
}

/**
 * The service that the settings name, and the credential that it is asked with.
 * @throws {GroundingError} config-invalid: a key that is not set or cannot be read.
 */
export const openService = (
  settings: RemoteGraderSettings,
  options: OpenServiceOptions,
): { service: GraderService; credential: Credential } => {
  const required = (field: string, variable: string): string => {
    const value = options.readSecret(variable);
    if (value !== null) return value;
    throw invalid(field, `${variable} is not set; set it, or name another`);
  };
  const bearer = (variable: string | undefined): Credential =>
    keyCredential(variable === undefined ? null : required('api_key_env', variable), 'authorization');
  switch (settings.kind) {
    case 'bedrock':
      return {
        service: bedrockService(settings),
        credential: bedrockCredential(settings, required, options),
      };
    case 'azure':
      return {
        service: azureService(settings),
        credential: keyCredential(required('api_key_env', settings.api_key_env), 'ocp-apim-subscription-key'),
      };
    case 'vertex':
      return { service: vertexService(settings), credential: googleCredential(settings, required, options) };
    case 'lettucedetect':
      return { service: lettuceDetectService(settings), credential: bearer(settings.api_key_env) };
    case 'http':
      return { service: httpService(settings), credential: bearer(settings.api_key_env) };
    default:
      return settings satisfies never;
  }
};

type Required = (field: string, variable: string) => string;

const BEDROCK_KEY = 'AWS_BEARER_TOKEN_BEDROCK';

const bedrockCredential = (
  { region, api_key_env, access_key_id_env, secret_access_key_env, session_token_env }: BedrockGraderSettings,
  required: Required,
  { clock, readSecret }: OpenServiceOptions,
): Credential => {
  const apiKey = api_key_env === undefined ? readSecret(BEDROCK_KEY) : required('api_key_env', api_key_env);
  if (apiKey !== null) return keyCredential(apiKey, 'authorization');
  const keys = {
    accessKeyId: required('access_key_id_env', access_key_id_env),
    secretAccessKey: required('secret_access_key_env', secret_access_key_env),
    sessionToken: readSecret(session_token_env),
  };
  return awsCredential(keys, region, clock);
};

/** As Google’s own libraries find the metadata server: at this variable’s host, else by its well-known name. */
const METADATA_HOST = 'GCE_METADATA_HOST';

const googleCredential = (
  { auth, credential_env, allow_private, timeout_ms }: VertexGraderSettings,
  required: Required,
  { http, clock, readSecret }: OpenServiceOptions,
): Credential => {
  const options = { http, clock, timeout_ms };
  switch (auth) {
    case 'service_account':
      return serviceAccountCredential(
        accountKey(required('credential_env', credential_env), credential_env, allow_private),
        options,
      );
    case 'metadata_server':
      return metadataCredential(readSecret(METADATA_HOST) ?? 'metadata.google.internal', options);
    case 'access_token':
      return keyCredential(required('credential_env', credential_env), 'authorization');
    default:
      return auth satisfies never;
  }
};

const accountKey = (text: string, variable: string, allowPrivate: boolean): ServiceAccountKey => {
  const key = ServiceAccountKey.safeParse(jsonOf(text));
  if (!key.success)
    throw invalid(
      'credential_env',
      `${variable} holds no key of a service account; put the JSON of its key file there`,
    );
  if (!allowPrivate && !isPublicAddress(key.data.token_uri))
    throw invalid('credential_env', `the token_uri in ${variable} is not a public https address`);
  return key.data;
};

/** Null where it is no JSON. */
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const invalid = (field: string, detail: string): GroundingError =>
  new GroundingError('config-invalid', { detail: `"verification.grader.${field}": ${detail}` });
