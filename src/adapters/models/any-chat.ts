import { initChatModel } from 'langchain';
import type { OpenChat } from './open-chat.js';

/** Whatever LangChain's `initChatModel` knows and is installed: for Node. */
export const anyChat: OpenChat = async (model, fields) => await initChatModel(model, fields);
