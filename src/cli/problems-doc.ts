import { PROBLEMS } from '../core/errors.js';
import { PROBLEM_CODES, problemText } from '../http/index.js';

const INTRODUCTION = `# Problems

Every fault leaves Plumbline as a problem document (RFC 9457, \`application/problem+json\`). \`type\` is \`/problems/\` and one of
the codes below, \`detail\` says what happened, \`pointer\` names the field at fault, \`instance\` the audit record if there is
one. Under \`/v1\` the member \`error\` carries the same for OpenAI clients: \`error.code\` is the code. \`/v1/messages\` answers in
Anthropic's own form (\`{"type": "error", "error": {"type", "message"}}\`) and names the code in \`problem\`.

\`type\` leads somewhere: \`GET /problems/{code}\` says what stands below, as a page for a browser and as JSON for a program, in
English or French (\`accept-language\`, \`?lang=\`), without a key. \`GET /problems\` lists them all.

What Plumbline decides about an answer is never a problem: a blocked answer is a 200 with \`x-plumbline-decision: block\`.
Errors of the bot itself (401, 429, 500, …) pass with the bot's own status and body.
`;

/** docs/problems.md. */
export const problemsMarkdown = (): string => {
  const sections = PROBLEM_CODES.map((code) => {
    const { title, text } = problemText(code, 'en');
    return `## ${code}\n\n**${PROBLEMS[code].status}** – ${title}.\n\n${text}\n`;
  });
  return [INTRODUCTION, ...sections].join('\n');
};
