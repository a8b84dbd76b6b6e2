import type { Hono } from 'hono';
import type { AppDeps } from '../deps.js';
import type { ProblemDocument } from '../problems.js';
import type { RouteTable } from '../route-settings.js';
import type { AppEnv } from '../security.js';
import { bedrockGuardrail } from './bedrock.js';
import { guardrailEndpoint } from './endpoint.js';
import type { FaultReply } from './guardrail.js';
import { litellmGuardrail } from './litellm.js';
import { portkeyGuardrail } from './portkey.js';

export { ApplyGuardrailRequest, ApplyGuardrailResponse } from './bedrock.js';
export { LiteLlmGuardrailRequest, LiteLlmGuardrailResponse } from './litellm.js';
export { PortkeyHookRequest, PortkeyHookResponse } from './portkey.js';

/** Serves the gateways that Plumbline can be a guardrail of. */
export const serveGuardrails = (app: Hono<AppEnv>, deps: AppDeps, routes: RouteTable): void => {
  app.post(litellmGuardrail.path, guardrailEndpoint(litellmGuardrail, deps, routes));
  app.post(portkeyGuardrail.path, guardrailEndpoint(portkeyGuardrail, deps, routes));
  app.post(bedrockGuardrail.path, guardrailEndpoint(bedrockGuardrail, deps, routes));
};

/** How a fault at a path of a gateway is told to it; null elsewhere. */
export const guardrailFault = (path: string): ((problem: ProblemDocument) => FaultReply) | null => {
  if (path === litellmGuardrail.path) return litellmGuardrail.fault;
  if (path === portkeyGuardrail.path) return portkeyGuardrail.fault;
  return path.startsWith('/guardrail/') ? bedrockGuardrail.fault : null;
};
