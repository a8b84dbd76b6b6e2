import { z } from 'zod';
import { callLimits } from './call-limits-config.js';
import { Language } from './claim.js';
import { environmentName } from './environment-name.js';
import { commonGraderSettings } from './grader-common-config.js';
import { outboundSettings, outboundUrl, requirePublic } from './outbound-address.js';

const { contradicted_from, ...scoreSettings } = commonGraderSettings;

/** How any service outside may be asked. */
const remoteSettings = {
  ...scoreSettings,
  allow_private: outboundSettings.allow_private.describe(
    'Allow http, this machine and addresses of private networks, for services of your own.',
  ),
  ...callLimits,
  // A call a claim: one answer alone may fail several times in a row.
  circuit_failures: callLimits.circuit_failures.default(10),
  price_per_million_chars: z
    .number()
    .nonnegative()
    .optional()
    .describe(
      'Price of a million characters that are sent, in a currency of your own; for the figures alone.',
    ),
};

const languages = (known: readonly Language[]) =>
  z
    .array(Language)
    .min(1)
    .default([...known])
    .describe(
      'Languages that the service reads; claims in others are left open, and go to the judge if there is one.',
    );

/** Says at which field a private address stands, where one does. */
const publicAt =
  <Field extends string>(field: Field) =>
  (
    settings: { allow_private: boolean } & Partial<Record<Field, string | undefined>>,
    context: z.RefinementCtx,
  ): void => {
    const address = settings[field];
    if (address !== undefined) requirePublic(settings, field, address, context);
  };

/** Amazon Bedrock Guardrails’ contextual grounding check. */
export const BedrockGraderSettings = z
  .strictObject({
    kind: z.literal('bedrock'),
    region: z
      .string()
      .regex(/^[a-z]{2}(?:-[a-z]+)+-\d+$/, 'must be an AWS region, such as us-east-1')
      .describe('AWS region that the guardrail is in.'),
    guardrail_id: z
      .string()
      .regex(
        /^(?:[a-z0-9]+|arn:aws(?:-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail\/[a-z0-9]+)$/,
        'must be the ID or ARN of a guardrail',
      )
      .describe('ID or ARN of a guardrail with a contextual grounding policy.'),
    guardrail_version: z
      .string()
      .regex(/^(?:[1-9][0-9]{0,7}|DRAFT)$/, 'must be a number, in quotes, or DRAFT')
      .describe('Its version: a number, or DRAFT.'),
    base_url: outboundUrl
      .optional()
      .describe('Another address of the Bedrock runtime, such as that of a VPC endpoint.'),
    api_key_env: environmentName
      .optional()
      .describe(
        'Environment variable of a Bedrock API key; default AWS_BEARER_TOKEN_BEDROCK where that is set, else calls are signed with the keys below.',
      ),
    access_key_id_env: environmentName
      .default('AWS_ACCESS_KEY_ID')
      .describe('Environment variable of the access key’s ID.'),
    secret_access_key_env: environmentName
      .default('AWS_SECRET_ACCESS_KEY')
      .describe('Environment variable of the secret access key.'),
    session_token_env: environmentName
      .default('AWS_SESSION_TOKEN')
      .describe('Environment variable of the session token, where the keys are temporary.'),
    languages: languages(['en', 'fr']),
    ...remoteSettings,
  })
  .superRefine(publicAt('base_url'));
export type BedrockGraderSettings = z.infer<typeof BedrockGraderSettings>;

/** Azure AI Content Safety’s groundedness detection. */
export const AzureGraderSettings = z
  .strictObject({
    kind: z.literal('azure'),
    base_url: outboundUrl.describe('Endpoint of the resource: https://NAME.cognitiveservices.azure.com.'),
    api_key_env: environmentName
      .default('AZURE_CONTENT_SAFETY_KEY')
      .describe('Environment variable of one of the resource’s keys.'),
    api_version: z.string().default('2024-09-15-preview').describe('Version of the API.'),
    domain: z.enum(['Generic', 'Medical']).default('Generic').describe('What the texts are about.'),
    languages: languages(['en']),
    ...remoteSettings,
  })
  .superRefine(publicAt('base_url'));
export type AzureGraderSettings = z.infer<typeof AzureGraderSettings>;

/** Google’s check grounding API. */
export const VertexGraderSettings = z
  .strictObject({
    kind: z.literal('vertex'),
    project: z
      .string()
      .regex(/^[a-z0-9][a-z0-9:.-]*$/, 'must be the ID or number of a Google Cloud project')
      .describe('ID or number of the Google Cloud project.'),
    location: z
      .string()
      .regex(/^[a-z0-9-]+$/, 'must be a location, such as global or eu')
      .default('global')
      .describe('Location of the API.'),
    citation_threshold: z
      .number()
      .min(0)
      .max(1)
      .default(0.6)
      .describe('From which score on the API cites a fact; without a citation nothing is supported.'),
    auth: z
      .enum(['service_account', 'metadata_server', 'access_token'])
      .default('service_account')
      .describe(
        'Where access tokens come from: made from a service account’s key; from Google Cloud’s metadata server, for processes that run there; or one that you put into the environment, which ends after an hour.',
      ),
    credential_env: environmentName
      .default('GOOGLE_SERVICE_ACCOUNT_KEY')
      .describe(
        'Environment variable of the service account’s key (the JSON itself), or of the access token.',
      ),
    base_url: outboundUrl.optional().describe('Another address of the Discovery Engine API.'),
    languages: languages(['en', 'fr']),
    ...remoteSettings,
  })
  .superRefine(publicAt('base_url'));
export type VertexGraderSettings = z.infer<typeof VertexGraderSettings>;

/** A LettuceDetect server. */
export const LettuceDetectGraderSettings = z
  .strictObject({
    kind: z.literal('lettucedetect'),
    base_url: outboundUrl.describe('Address of the server: http://127.0.0.1:8000, with allow_private.'),
    api_key_env: environmentName
      .optional()
      .describe('Environment variable of a bearer key, where a proxy before the server wants one.'),
    route: z
      .enum(['token', 'spans'])
      .default('token')
      .describe(
        'token: a score for every token; spans: only what the server holds for made up, so that supported_from is not looked at.',
      ),
    window_chars: z
      .int()
      .min(500)
      .default(8_000)
      .describe(
        'Most characters of evidence in one request: less than the model takes (4,096 tokens), since of longer evidence the server keeps the worst score.',
      ),
    languages: languages(['en']).describe(
      'Languages that the server’s model reads; claims in others are left open.',
    ),
    ...remoteSettings,
  })
  .superRefine(publicAt('base_url'));
export type LettuceDetectGraderSettings = z.infer<typeof LettuceDetectGraderSettings>;

/** A grader of one’s own behind our JSON contract. */
export const HttpGraderSettings = z
  .strictObject({
    kind: z.literal('http'),
    url: outboundUrl.describe('Where claims and evidence are posted to: docs/grader-api.md.'),
    api_key_env: environmentName
      .optional()
      .describe('Environment variable of a key that goes as authorization: Bearer.'),
    languages: languages(['en', 'fr']),
    ...remoteSettings,
    contradicted_from,
  })
  .superRefine(publicAt('url'));
export type HttpGraderSettings = z.infer<typeof HttpGraderSettings>;

export type RemoteGraderSettings =
  | BedrockGraderSettings
  | AzureGraderSettings
  | VertexGraderSettings
  | LettuceDetectGraderSettings
  | HttpGraderSettings;
