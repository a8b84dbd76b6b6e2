import { fixtureJson } from './fixture-json.js';
import { type StubAnswer, type StubCall, type StubServer, startStub } from './stub-server.js';

export const INBOX = 'inbox-identifier';
export const BOT_TOKEN = 'the-bot-token';

export interface StubConversation {
  id: number;
  source_id: string;
  status: string;
  custom_attributes: Record<string, unknown>;
}

export interface StubMessage {
  id: number;
  conversation_id: number;
  content: string;
  message_type: 0 | 1;
  private: boolean;
  content_attributes: Record<string, unknown>;
  created_at: number;
  sender: { id: number; name: string; type: string };
}

export interface ChatwootStub extends StubServer {
  contacts: Map<string, string>;
  conversations: StubConversation[];
  messages: StubMessage[];
  /** What a person writes there; returns the message. */
  write(conversation: number, content: string): StubMessage;
  /** As versions of before: attributes of messages are not kept. */
  keepsAttributes: boolean;
}

/** Chatwoot with one API inbox and one agent bot, answering in the shapes of its API. */
export const startChatwoot = async (nowMs: () => number): Promise<ChatwootStub> => {
  const contacts = new Map<string, string>();
  const conversations: StubConversation[] = [];
  const messages: StubMessage[] = [];
  const state = { keepsAttributes: true };
  const notFound: StubAnswer = { status: 404, body: fixtureJson('helpdesk/chatwoot/not-found.json') };

  const add = (message: Omit<StubMessage, 'id' | 'created_at'>): StubMessage => {
    const added = { ...message, id: 9_000 + messages.length, created_at: Math.floor(nowMs() / 1_000) };
    messages.push(added);
    return added;
  };
  const shownConversation = (one: StubConversation) => ({
    ...fixtureJson<object>('helpdesk/chatwoot/conversation.json'),
    id: one.id,
    status: one.status,
  });
  const shownMessage = ({ private: _private, ...one }: StubMessage) => ({
    ...fixtureJson<object>('helpdesk/chatwoot/message.json'),
    ...one,
  });
  const clientApi = ({ method, path, body }: StubCall): StubAnswer => {
    const [inbox, contact, talk] =
      /^\/public\/api\/v1\/inboxes\/([^/]+)\/contacts(?:\/([^/]+)\/conversations(?:\/(\d+)\/messages)?)?$/
        .exec(path)
        ?.slice(1) ?? [];
    if (inbox !== INBOX) return notFound;
    if (contact === undefined) {
      const source = String(body?.['source_id']);
      if (!contacts.has(source)) contacts.set(source, String(body?.['name']));
      const shown = { source_id: source, name: contacts.get(source) };
      return { status: 200, body: { ...fixtureJson<object>('helpdesk/chatwoot/contact.json'), ...shown } };
    }
    if (!contacts.has(contact)) return notFound;
    if (talk !== undefined) {
      const those = messages.filter((one) => one.conversation_id === Number(talk) && !one.private);
      return { status: 200, body: those.map(shownMessage) };
    }
    if (method === 'GET') {
      const those = conversations.filter(({ source_id }) => source_id === contact);
      return { status: 200, body: those.map(shownConversation) };
    }
    const made: StubConversation = {
      id: 41 + conversations.length,
      source_id: contact,
      status: 'pending',
      custom_attributes: (body?.['custom_attributes'] as Record<string, unknown> | undefined) ?? {},
    };
    conversations.push(made);
    return { status: 200, body: shownConversation(made) };
  };
  const applicationApi = ({ path, headers, body }: StubCall): StubAnswer => {
    if (headers['api_access_token'] !== BOT_TOKEN)
      return { status: 401, body: fixtureJson('helpdesk/chatwoot/unauthorized.json') };
    const [id, what] =
      /^\/api\/v1\/accounts\/7\/conversations\/(\d+)\/(messages|toggle_status)$/.exec(path)?.slice(1) ?? [];
    const conversation = conversations.find((one) => one.id === Number(id));
    if (conversation === undefined) return notFound;
    if (what === 'toggle_status') {
      conversation.status = String(body?.['status']);
      const answer = fixtureJson<{ payload: object }>('helpdesk/chatwoot/toggle-status.json');
      const payload = {
        ...answer.payload,
        conversation_id: conversation.id,
        current_status: conversation.status,
      };
      return { status: 200, body: { ...answer, payload } };
    }
    const isIncoming = body?.['message_type'] === 'incoming';
    const added = add({
      conversation_id: conversation.id,
      content: String(body?.['content']),
      message_type: isIncoming ? 0 : 1,
      private: body?.['private'] === true,
      content_attributes: state.keepsAttributes
        ? ((body?.['content_attributes'] as Record<string, unknown> | undefined) ?? {})
        : {},
      sender: isIncoming
        ? { id: 512, name: 'Customer', type: 'contact' }
        : { id: 3, name: 'Plumbline', type: 'agent_bot' },
    });
    return { status: 200, body: shownMessage(added) };
  };

  const stub = await startStub((call) =>
    call.path.startsWith('/public/') ? clientApi(call) : applicationApi(call),
  );
  return {
    ...stub,
    contacts,
    conversations,
    messages,
    write: (conversation_id, content) =>
      add({
        conversation_id,
        content,
        message_type: 1,
        private: false,
        content_attributes: {},
        sender: { id: 42, name: 'Nora', type: 'user' },
      }),
    get keepsAttributes() {
      return state.keepsAttributes;
    },
    set keepsAttributes(keeps: boolean) {
      state.keepsAttributes = keeps;
    },
  };
};
