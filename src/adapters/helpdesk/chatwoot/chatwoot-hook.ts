import { GroundingError } from '../../../core/errors.js';
import { AGENT_WORDS, caseLanguage, isOpen } from '../../../core/escalation/index.js';
import type { HandoffStore, HelpdeskCase, HelpdeskHook, Log } from '../../../core/ports.js';
import type { Agent, ChatwootConfig, Handoff, HandoffActor } from '../../../schema/index.js';
import { type ChatwootApi, type ChatwootSecrets, chatwootApi } from './chatwoot-api.js';
import { CHATWOOT } from './chatwoot-conversation.js';
import type { ChatwootPorts } from './chatwoot-receiver.js';
import { ChatwootCall, type ChatwootSender, isPerson, wordsOf } from './chatwoot-shapes.js';
import { requireChatwoot } from './chatwoot-signature.js';

/** Others may take or release a case between two looks at it. */
const TRIES_MAX = 3;

const CONNECTOR_AGENT: Agent = { id: CHATWOOT, name: 'Chatwoot' };

type HookPorts = Omit<ChatwootPorts, 'audit' | 'ids'> & {
  handoffs: Pick<HandoffStore, 'get' | 'change'>;
  log: Log;
};

/** What a person wrote for the customer. */
interface Reply {
  id: number;
  sender: ChatwootSender | null;
  content: string;
}

/**
 * Takes in what people do in Chatwoot: what they write reaches the customer, an assigned conversation is a claimed
 * case, resolved and pending (back to the bot) end it. Calls may come twice, late and in any order.
 */
export function chatwootHook(
  settings: ChatwootConfig,
  secrets: ChatwootSecrets & { webhook_secrets: readonly string[] },
  ports: HookPorts,
): HelpdeskHook {
  return {
    receive: async (call) => {
      await requireChatwoot(call, secrets.webhook_secrets, ports.clock.nowMs());
      const told = ChatwootCall.safeParse(jsonOf(call.body));
      // Chatwoot tells of much more than a case needs.
      if (!told.success) return;
      const conversation = told.data.event === 'message_created' ? told.data.conversation.id : told.data.id;
      const known = await ports.cases.byExternal(CHATWOOT, String(conversation));
      if (known === null) return;
      const api = chatwootApi(settings, secrets, ports, new AbortController().signal);
      const inbound = new InboundCase(known, conversation, api, ports);
      if (told.data.event === 'message_created') {
        const { id, message_type, sender } = told.data;
        if (told.data.private === true || !isPerson(message_type, sender ?? null)) return;
        return await inbound.reply({ id, sender: sender ?? null, content: wordsOf(told.data) });
      }
      const { event, status, meta } = told.data;
      const assignee = personOf(meta?.assignee ?? null);
      if (event === 'conversation_updated' || status === 'open')
        return await inbound.assigned(assignee, status);
      if (status === 'resolved') return await inbound.end('resolve', assignee);
      if (status === 'pending' && event === 'conversation_status_changed')
        return await inbound.end('return', assignee);
    },
  };
}

/** What is done to one case from Chatwoot. */
class InboundCase {
  readonly #known: HelpdeskCase;
  readonly #conversation: number;
  readonly #api: ChatwootApi;
  readonly #ports: HookPorts;

  constructor(known: HelpdeskCase, conversation: number, api: ChatwootApi, ports: HookPorts) {
    this.#known = known;
    this.#conversation = conversation;
    this.#api = api;
    this.#ports = ports;
  }

  /** Brings a person's words to the customer, once; whoever answers holds the case from then on. */
  async reply({ id, sender, content }: Reply): Promise<void> {
    if (content.trim() === '') return;
    const agent = agentOf(sender);
    const idempotency_key = `${CHATWOOT}:${id}`;
    for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
      const outcome = await this.#change({
        kind: 'person_message',
        text: content,
        idempotency_key,
        actor: actorOf(agent),
      });
      if (outcome.ok) return;
      if (outcome.refusal === 'not_claimed')
        await this.#change({ kind: 'claim', agent, actor: actorOf(agent) });
      else if (outcome.refusal === 'not_yours')
        await this.#change({ kind: 'reassign', to: agent, actor: actorOf(agent) });
      else return await this.#notDelivered(outcome.handoff, id);
    }
    throw contended(this.#known.handoff_id);
  }

  /** A case that waits is claimed by whom it is assigned to. */
  async assigned(assignee: Agent | null, status: string): Promise<void> {
    if (assignee === null || status !== 'open') return;
    const handoff = await this.#handoff();
    if (handoff?.state !== 'waiting') return;
    await this.#change({ kind: 'claim', agent: assignee, actor: actorOf(assignee) });
  }

  /** The case ends, after what was written before the end: that may be told of later, or never. */
  async end(kind: 'resolve' | 'return', assignee: Agent | null): Promise<void> {
    const handoff = await this.#handoff();
    if (handoff === null || !isOpen(handoff)) return;
    await this.#takeInReplies();
    const agent = assignee ?? CONNECTOR_AGENT;
    for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
      const outcome = await this.#change({ kind, summary: null, actor: actorOf(agent) });
      // A case that a colleague holds at the desk is theirs to end.
      if (outcome.ok || outcome.refusal !== 'not_claimed') return;
      await this.#change({ kind: 'claim', agent, actor: actorOf(agent) });
    }
    throw contended(this.#known.handoff_id);
  }

  async #takeInReplies(): Promise<void> {
    const { contact_id, created_at_ms } = this.#known;
    if (contact_id === null) return;
    const there = await this.#api.messages(contact_id, this.#conversation);
    if (!there.ok) {
      const { handoff_id } = this.#known;
      this.#ports.log.warn('replies in Chatwoot could not be looked through', {
        handoff_id,
        ...there.outcome,
      });
      return;
    }
    for (const turn of there.value) {
      if (turn.from === 'person' && turn.at_ms >= created_at_ms - CLOCK_SKEW_MS) await this.reply(turn);
    }
  }

  /** Whoever wrote must know that nobody read it. */
  async #notDelivered(handoff: Handoff | null, messageId: number): Promise<void> {
    const { handoff_id } = this.#known;
    this.#ports.log.warn('a reply in Chatwoot came after the end of its case', { handoff_id });
    const content = AGENT_WORDS[caseLanguage({ language: handoff?.language ?? null })].not_delivered;
    await this.#api.send(this.#conversation, {
      kind: 'note',
      content,
      event: `${handoff_id}:not_delivered:${messageId}`,
    });
  }

  #handoff(): Promise<Handoff | null> {
    return this.#ports.handoffs.get(this.#known.tenant, this.#known.handoff_id);
  }

  #change(change: NewChange) {
    const at_ms = Math.trunc(this.#ports.clock.nowMs());
    return this.#ports.handoffs.change(this.#known.tenant, this.#known.handoff_id, { ...change, at_ms });
  }
}

type Untimed<Change> = Change extends unknown ? Omit<Change, 'at_ms'> : never;
type NewChange = Untimed<Parameters<HandoffStore['change']>[2]>;

/** Chatwoot's clock and ours may differ by as much. */
const CLOCK_SKEW_MS = 60_000;

const agentOf = (sender: ChatwootSender | null): Agent =>
  sender === null ? CONNECTOR_AGENT : { id: `${CHATWOOT}:${sender.id}`, name: sender.name ?? 'Chatwoot' };

/** The person that a conversation is assigned to; bots and teams are nobody. */
const personOf = (assignee: ChatwootSender | null): Agent | null =>
  assignee === null || (assignee.type ?? 'user').toLowerCase() !== 'user' ? null : agentOf(assignee);

const actorOf = ({ name }: Agent): HandoffActor => ({ type: 'helpdesk', id: CHATWOOT, name });

const contended = (handoffId: string): GroundingError =>
  new GroundingError('internal-unexpected', {
    detail: `Handoff ${handoffId} could not be changed: others kept changing it.`,
  });

const jsonOf = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
};
