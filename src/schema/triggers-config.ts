import { z } from 'zod';

/** What a trigger leads to: a person takes over, the answer goes out with an offer of a person, or nothing. */
export const TriggerAction = z.enum(['escalate', 'offer', 'off']);
export type TriggerAction = z.infer<typeof TriggerAction>;

const action = (what: string) => TriggerAction.describe(what);
const score = (what: string) => z.number().positive().max(20).describe(what);
const count = (what: string) => z.int().min(2).max(50).describe(what);

const customerAsked = { action: action('When the customer asks for a person, in any words.') };
const frustration = {
  action: action(
    'When the customer is frustrated. Tone alone never holds a right answer back: offer adds to it.',
  ),
  score_min: score(
    'Sum of weights from which a message counts as frustrated; the weights are in docs/handoff.md.',
  ),
};
const distress = {
  emergency: action('When somebody is in danger.'),
  bereavement: action('When the customer speaks of a death.'),
  hardship: action('When the customer is in despair, without danger.'),
};
const legalRight = {
  dispute: action('When a charge is disputed.'),
  complaint: action('When a complaint is made; a question about the procedure is none.'),
  refund_right: action('When a refund or compensation is claimed as a right.'),
  regulator: action('When a regulator or ombudsman is called upon.'),
  accommodation: action('When a need for accommodation is told, such as a disability.'),
  lawyer: action('When a lawyer or a court is spoken of.'),
};
const repeatedBlocks = {
  action: action('When answers in one conversation were blocked or rewritten so often.'),
  count: z.int().min(1).max(50).describe('How many blocked or rewritten answers of one conversation.'),
};
const loop = {
  action: action('When the customer asks the same thing again and again.'),
  count: count('How many times, the last message included.'),
  similarity_min: z
    .number()
    .min(0.3)
    .max(1)
    .describe('Share of words and concepts that two questions have in common from which they are the same.'),
};
const reservedTopics = {
  action: action('When the message is about a topic that is reserved for people.'),
  topics: z
    .record(z.string().regex(/\p{L}/u), z.array(z.string().regex(/\p{L}/u, 'must hold a word')))
    .describe(
      'Topic to words and phrases of your own that speak of it, in both languages. A name of several words counts too, and a name without phrases.',
    ),
};

/** `handoff.triggers`: when a person is needed. Each trigger escalates, offers a person or is off. */
export const TriggersConfig = z.strictObject({
  customer_asked: z.strictObject({ action: customerAsked.action.default('escalate') }).prefault({}),
  frustration: z
    .strictObject({
      action: frustration.action.default('offer'),
      score_min: frustration.score_min.default(2),
    })
    .prefault({}),
  distress: z
    .strictObject({
      emergency: distress.emergency.default('escalate'),
      bereavement: distress.bereavement.default('offer'),
      hardship: distress.hardship.default('offer'),
    })
    .prefault({}),
  legal_right: z
    .strictObject({
      dispute: legalRight.dispute.default('escalate'),
      complaint: legalRight.complaint.default('escalate'),
      refund_right: legalRight.refund_right.default('escalate'),
      regulator: legalRight.regulator.default('escalate'),
      accommodation: legalRight.accommodation.default('escalate'),
      lawyer: legalRight.lawyer.default('escalate'),
    })
    .prefault({}),
  repeated_blocks: z
    .strictObject({
      action: repeatedBlocks.action.default('escalate'),
      count: repeatedBlocks.count.default(3),
    })
    .prefault({}),
  loop: z
    .strictObject({
      action: loop.action.default('escalate'),
      count: loop.count.default(3),
      similarity_min: loop.similarity_min.default(0.6),
    })
    .prefault({}),
  reserved_topics: z
    .strictObject({
      action: reservedTopics.action.default('escalate'),
      topics: reservedTopics.topics.default({}),
    })
    .prefault({}),
});
export type TriggersConfig = z.infer<typeof TriggersConfig>;

/** `routes.*.triggers`: what differs on this route; what is left out is as in `handoff.triggers`. */
export const TriggersOverride = z
  .strictObject({
    customer_asked: z.strictObject(customerAsked).partial(),
    frustration: z.strictObject(frustration).partial(),
    distress: z.strictObject(distress).partial(),
    legal_right: z.strictObject(legalRight).partial(),
    repeated_blocks: z.strictObject(repeatedBlocks).partial(),
    loop: z.strictObject(loop).partial(),
    reserved_topics: z.strictObject(reservedTopics).partial(),
  })
  .partial();
export type TriggersOverride = z.infer<typeof TriggersOverride>;

/** The triggers of a route: those of `handoff.triggers` with the route's own settings over them; topics are replaced whole. */
export const triggersOfRoute = (base: TriggersConfig, own: TriggersOverride | undefined): TriggersConfig =>
  TriggersConfig.parse(
    Object.fromEntries(
      TriggersConfig.keyof().options.map((name) => [name, { ...base[name], ...own?.[name] }]),
    ),
  );
