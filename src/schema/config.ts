import { z } from 'zod';
import { EmbeddingsSetting } from './embeddings-config.js';
import { environmentName } from './environment-name.js';
import { GraderSetting } from './grader-config.js';
import { HandoffConfig } from './handoff-config.js';
import { ChatModelSetting, ModelSetting } from './model-config.js';
import { ProposalsConfig } from './proposals-config.js';
import { TimeZone } from './time-zone.js';
import { TriggersOverride } from './triggers-config.js';

export const OperatingPoint = z.enum(['cautious', 'balanced', 'permissive']);
export type OperatingPoint = z.infer<typeof OperatingPoint>;

export const FailMode = z.enum(['closed', 'escalate', 'open_and_mark']);
export type FailMode = z.infer<typeof FailMode>;

const decisionSettings = {
  operating_point: OperatingPoint.describe('Which measured thresholds decide.'),
  failing: z
    .enum(['rewrite', 'escalate', 'block'])
    .describe('What happens to an answer with a failing claim.'),
  not_verified: z
    .enum(['pass_marked', 'rewrite', 'escalate'])
    .describe('What happens to a claim that could be neither verified nor refuted.'),
  unrepairable: z
    .enum(['escalate', 'block'])
    .describe('What happens when the rewrite does not pass the checks itself.'),
};

export const Decisions = z.strictObject({
  operating_point: decisionSettings.operating_point.default('balanced'),
  failing: decisionSettings.failing.default('rewrite'),
  not_verified: decisionSettings.not_verified.default('pass_marked'),
  unrepairable: decisionSettings.unrepairable.default('escalate'),
});
export type Decisions = z.infer<typeof Decisions>;

export const KnowledgeBaseConfig = z.strictObject({
  policies: z
    .string()
    .default('policies')
    .describe('Folder of Markdown policies, relative to the configuration file.'),
  knowledge: z
    .string()
    .default('knowledge')
    .describe('Folder of CSV and JSON tables, relative to the configuration file.'),
  glossary: z
    .string()
    .optional()
    .describe('glossary.yaml of synonyms and translations; default: beside the policies folder, if there.'),
  readings: z
    .string()
    .optional()
    .describe(
      'readings.yaml of corrected readings of sentences; default: beside the policies folder, if there.',
    ),
});

export const UpstreamConfig = z.strictObject({
  protocol: z.enum(['openai', 'anthropic', 'json']).default('openai').describe('Wire protocol of the bot.'),
  base_url: z.url({ protocol: /^https?$/ }).describe('Includes the version; the path after /v1 is appended.'),
  api_key_env: environmentName
    .optional()
    .describe(
      'Environment variable that holds the upstream key; without it the caller’s own credential is forwarded.',
    ),
  timeout_ms: z
    .int()
    .positive()
    .default(60_000)
    .describe('Longest wait for response headers, and between two bytes of a stream.'),
});
export type UpstreamConfig = z.infer<typeof UpstreamConfig>;

export const EvidenceTrust = z.strictObject({
  tool_results: z
    .enum(['case_facts', 'off'])
    .default('case_facts')
    .describe('Tool results prove facts of the customer’s own case, never a rule.'),
  context: z
    .enum(['off', 'trusted'])
    .optional()
    .describe(
      'Whether passages sent by the caller count as evidence. Default off; trusted on the default route of a start on loopback without keys.',
    ),
});

const pointer = z
  .string()
  .regex(
    /^(?:\/(?:[^~/]|~[01])*)+$/,
    'must be a JSON Pointer such as /reply/text; * stands for every element',
  );

/** Where question and answers of a JSON bot are (`POST /v1/relay/{route}`). */
export const RelayConfig = z
  .strictObject({
    preset: z
      .enum(['rasa', 'bot_framework', 'dialogflow_cx'])
      .optional()
      .describe('A known wire: Rasa’s REST channel, Bot Framework activities, a webhook of Dialogflow CX.'),
    path: z
      .string()
      .startsWith('/')
      .optional()
      .describe('Path after the upstream’s base_url; default none, or the preset’s.'),
    question: pointer.optional().describe('JSON Pointer of the question in the request.'),
    answers: z
      .array(pointer)
      .min(1)
      .optional()
      .describe(
        'JSON Pointers of the answers in a reply, or of the deltas in a frame of a stream; `*` stands for every element.',
      ),
    conversation: pointer.optional().describe('JSON Pointer of the conversation’s id in the request.'),
    language: pointer
      .optional()
      .describe('JSON Pointer of the language in the request; else it is detected.'),
    left_out: z
      .array(pointer)
      .optional()
      .describe(
        'JSON Pointers of members that are taken out: speech, and what repeats the words in another form.',
      ),
    done: pointer
      .optional()
      .describe(
        'JSON Pointer that is true in the last frame of a stream; without it a stream is whole when its bytes end.',
      ),
  })
  .refine(
    ({ preset, question, answers }) =>
      preset !== undefined || (question !== undefined && answers !== undefined),
    'relay needs a preset, or question and answers',
  );
export type RelayConfig = z.infer<typeof RelayConfig>;

/** What stands in place of structured output that fails: it is never rewritten, since a program reads it. */
export const StructuredOutput = z
  .strictObject({
    failing: z
      .enum(['refusal', 'object'])
      .default('refusal')
      .describe(
        'What stands in place of structured output that fails: the vendor’s refusal, or the object below. Its words are never rewritten.',
      ),
    object: z
      .record(z.string(), z.json())
      .optional()
      .describe(
        'The object for failing: object, as your program expects it; {{message}} is what the customer is told.',
      ),
  })
  .refine(({ failing, object }) => failing === 'refusal' || object !== undefined, {
    path: ['object'],
    message: 'is needed with failing: object',
  });
export type StructuredOutput = z.infer<typeof StructuredOutput>;

const dottedPath = z
  .string()
  .regex(
    /^[^\s{}.]+(?:\.[^\s{}.]+)*$/,
    'must be the name of an argument, dotted where it is nested: order.items',
  );

/** A tool whose calls are checked: what a call says, in the operator's words. */
export const CheckedTool = z.strictObject({
  says: z
    .string()
    .regex(/\{[^\s{}]+\}/, 'must name an argument in braces: One order may contain {quantity} {item}.')
    .describe(
      'What a call says, as a rule of your policies is worded, with {argument} where the bot’s values go (dotted where nested). It is checked like an answer; a call that fails is withheld and the answer escalates.',
    ),
  each: dottedPath
    .optional()
    .describe(
      'Argument that is a list of objects: says is said once for each, and {argument} is found there first.',
    ),
});
export type CheckedTool = z.infer<typeof CheckedTool>;

export const RouteConfig = z.strictObject({
  upstream: z.string().default('default').describe('Name of the upstream that answers.'),
  knowledge_base: z
    .string()
    .default('default')
    .describe('Name of the knowledge base that answers are held against.'),
  mode: z
    .enum(['enforce', 'shadow'])
    .default('enforce')
    .describe('shadow decides and records but delivers the bot’s own words.'),
  fail_mode: FailMode.default('closed').describe('What a check that fails leads to.'),
  reasoning: z
    .enum(['strip', 'pass_unchecked'])
    .default('strip')
    .describe('What happens to the bot’s reasoning text, which is not checked.'),
  unchecked_endpoints: z
    .array(z.string().startsWith('/v1/'))
    .default([])
    .describe('Endpoints forwarded without a check, recorded as unchecked.'),
  relay: RelayConfig.optional(),
  structured_output: StructuredOutput.prefault({}),
  checked_tools: z.record(z.string().min(1), CheckedTool).default({}),
  evidence: EvidenceTrust.prefault({}),
  decisions: z
    .strictObject(decisionSettings)
    .partial()
    .optional()
    .describe('Overrides of the decisions section for this route.'),
  triggers: TriggersOverride.optional(),
  summary_to_bot: z
    .boolean()
    .default(false)
    .describe(
      'Whether the bot is told the summary of a person who handed a conversation back to it, with its next request.',
    ),
});
export type RouteConfig = z.infer<typeof RouteConfig>;

export const LimitsConfig = z.strictObject({
  body_bytes: z.int().positive().default(1_048_576).describe('Largest request body.'),
  answer_chars: z.int().positive().default(32_000).describe('Longest answer that is checked.'),
  messages: z.int().positive().default(200).describe('Most messages in one request.'),
  claims: z.int().positive().default(200).describe('Most claims in one answer.'),
  context_chars: z.int().positive().default(200_000).describe('Most characters of caller context.'),
  held_chars: z
    .int()
    .positive()
    .default(2_000)
    .describe('Most characters of a stream held back for one sentence.'),
  requests_per_minute: z
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe('Most requests a minute of one key, in each process; null: no limit.'),
  requests_burst: z
    .int()
    .positive()
    .default(30)
    .describe('Requests of one key at once, before requests_per_minute holds.'),
});
export type LimitsConfig = z.infer<typeof LimitsConfig>;

const budgetMs = z.int().positive();

/** Time for a decision where another gateway waits for it; what is late is never verified: `fail_mode` decides. */
export const GuardrailsConfig = z.strictObject({
  litellm_budget_ms: budgetMs
    .default(5_000)
    .describe('Longest check for LiteLLM; what comes later is decided by fail_mode.'),
  portkey_budget_ms: budgetMs
    .max(2_900)
    .default(2_500)
    .describe('As above for Portkey, which lets an answer pass that it hears nothing about for 3 s.'),
  bedrock_budget_ms: budgetMs.default(5_000).describe('As above for clients of ApplyGuardrail.'),
});
export type GuardrailsConfig = z.infer<typeof GuardrailsConfig>;

/** `plumbline.yaml`. Paths are relative to its folder. Unknown keys are errors. */
export const Config = z
  .strictObject({
    listen: z
      .strictObject({
        host: z
          .string()
          .default('127.0.0.1')
          .describe('Address to listen on; beyond loopback a key is needed.'),
        port: z
          .int()
          .min(0)
          .max(65_535)
          .default(8787)
          .describe('Port; 0 picks a free one. --port and PORT go first.'),
      })
      .prefault({}),
    storage: z
      .strictObject({
        url: z
          .string()
          .default('sqlite:data/plumbline.db')
          .describe('Where records, handoffs and keys lie; DATABASE_URL goes first.'),
      })
      .prefault({}),
    timezone: TimeZone.default('America/Toronto').describe('Effective dates are local days here.'),
    knowledge_bases: z
      .record(z.string(), KnowledgeBaseConfig)
      .default({ default: { policies: 'policies', knowledge: 'knowledge' } }),
    upstreams: z.record(z.string(), UpstreamConfig).default({}),
    routes: z.record(z.string(), RouteConfig).prefault({ default: {} }),
    decisions: Decisions.prefault({}),
    topics: z
      .record(z.string(), z.enum(['strict', 'normal']))
      .default({})
      .describe(
        'Topic (document name or heading) to strictness; on a strict topic only verified claims pass.',
      ),
    verification: z
      .strictObject({
        grader: GraderSetting.default(null).describe(
          'The grader of claims that the embedded checks leave open, asked before the judge: onnx:FOLDER for a local entailment model, or with the settings below; null: none. See docs/models.md.',
        ),
        model: ModelSetting.default(null).describe(
          'The judge of claims that checks and grader leave open: provider:model, or with the settings below; null: none. See docs/models.md.',
        ),
        timeout_ms: z
          .int()
          .positive()
          .default(2_000)
          .describe(
            'Longest check of one claim where a model outside is asked; then it counts as failed. Half of it is the embeddings’, after which the local ones serve.',
          ),
        cache_entries: z
          .int()
          .nonnegative()
          .default(10_000)
          .describe('Verdicts kept for claims that come again in the same circumstances; 0: none.'),
        embeddings: EmbeddingsSetting.default('local').describe(
          'Embeddings of the dense half of retrieval: local needs no model; provider:model, or with the settings below. See docs/models.md.',
        ),
        calibration: z
          .string()
          .optional()
          .describe('File of thresholds fitted to the knowledge bases, as plumbline calibrate writes it.'),
      })
      .prefault({}),
    rewriting: z
      .strictObject({
        model: ChatModelSetting.default(null).describe(
          'Writes fluent text in the place of what fails: provider:model, or with the settings below; null: the policy’s own clauses take its place. What it writes goes through all checks again. See docs/models.md.',
        ),
      })
      .prefault({}),
    proposals: ProposalsConfig.prefault({}),
    handoff: HandoffConfig.prefault({}),
    tenants: z
      .record(
        z.string(),
        z.strictObject({
          routes: z
            .array(z.string())
            .min(1)
            .describe('Routes that the tenant’s keys may use; the first is the default.'),
        }),
      )
      .default({}),
    limits: LimitsConfig.prefault({}),
    guardrails: GuardrailsConfig.prefault({}),
    playground: z
      .boolean()
      .optional()
      .describe('Serve the playground at /; default: only with the demo bot.'),
    demo: z
      .strictObject({
        answers: z
          .string()
          .describe('Script of the demo bot, started when no upstream “default” is configured.'),
        port: z.int().min(0).max(65_535).default(8788).describe('Port of the demo bot.'),
      })
      .optional()
      .describe('Script of the demo bot, started when no upstream default is configured.'),
  })
  .superRefine(({ upstreams, routes, handoff }, context) => {
    const { channel } = handoff;
    if (channel !== 'none' && channel !== 'desk' && handoff[channel] === undefined) {
      const message = `is needed with handoff.channel: ${channel}`;
      context.addIssue({ code: 'custom', path: ['handoff', channel], message });
    }
    for (const [name, { upstream, relay, checked_tools, summary_to_bot }] of Object.entries(routes)) {
      if (upstreams[upstream]?.protocol !== 'json') continue;
      if (Object.keys(checked_tools).length > 0) {
        const unknown = `must be left out: upstreams.${upstream} speaks json, in which no tool call is known`;
        context.addIssue({ code: 'custom', path: ['routes', name, 'checked_tools'], message: unknown });
      }
      if (summary_to_bot) {
        const noPlace = `must be false: upstreams.${upstream} speaks json, in which no place for a note to the bot is known`;
        context.addIssue({ code: 'custom', path: ['routes', name, 'summary_to_bot'], message: noPlace });
      }
      if (relay !== undefined) continue;
      const message = `must say where question and answers are: upstreams.${upstream} speaks json`;
      context.addIssue({ code: 'custom', path: ['routes', name, 'relay'], message });
    }
  });
export type Config = z.infer<typeof Config>;
