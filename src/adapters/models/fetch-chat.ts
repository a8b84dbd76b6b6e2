import { type OpenChat, providerOf } from './open-chat.js';

/** Providers whose clients need no more than `fetch`. */
export const FETCH_PROVIDERS: readonly string[] = ['openai', 'anthropic'];

/**
 * Models whose clients run on Workers too. Each is bundled, since `initChatModel` imports by names that are known only at
 * run time; what is not asked for is not run.
 */
export const fetchChat: OpenChat = async (model, fields) => {
  const provider = providerOf(model);
  const named = { ...fields, model: model.slice(provider.length + 1) };
  if (provider === 'openai') {
    const { ChatOpenAI } = await import('@langchain/openai');
    return new ChatOpenAI(named);
  }
  if (provider === 'anthropic') {
    const { ChatAnthropic } = await import('@langchain/anthropic');
    return new ChatAnthropic(named);
  }
  throw new Error(`a Worker asks ${FETCH_PROVIDERS.join(' and ')} models only`);
};
