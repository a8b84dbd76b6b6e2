import { parseBotJson } from '../../exchange.js';
import { isObject, type JsonObject } from '../../json.js';
import type {
  BotEvent,
  DeliveredEvent,
  StopReason,
  StreamAdapter,
  StreamFault,
  StreamOptions,
} from '../../relay/index.js';
import { type SseEvent, SseParser, sseData } from '../../sse.js';
import type { TextField } from './chat-message.js';
import { StreamedChoice } from './streamed-choice.js';

const DONE = 'data: [DONE]\n\n';

/** A streamed chat completion. A frame of several choices goes out as one frame a choice. */
export class ChatStream implements StreamAdapter {
  readonly parser = new SseParser();
  readonly #options: StreamOptions;
  readonly #choices = new Map<number, StreamedChoice>();
  /** The bot's last frame without its choices: what frames of our own are made of. */
  #template: JsonObject = {};
  /** The last frame without words, kept back while details are to be put on the last frame. */
  #heldFrame: JsonObject | null = null;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  read({ data }: SseEvent & { kind: 'event' }): BotEvent[] {
    if (data.trim() === '[DONE]') return [...this.#endUnfinished(null), { kind: 'finish' }];
    const chunk = parseBotJson(data, 'A frame of the bot');
    if (!isObject(chunk)) return [];
    if (isObject(chunk['error'])) return [{ kind: 'error', frame: { error: chunk['error'] } }];
    delete chunk['plumbline'];
    const { choices, usage, ...template } = chunk;
    if (!Array.isArray(choices)) return [];
    this.#template = template;
    const events: BotEvent[] = isObject(usage) ? [{ kind: 'usage', usage }] : [];
    if (choices.length === 0) return [...events, { kind: 'frame', frame: chunk }];
    const usageMember = usage === undefined ? {} : { usage };
    for (const [position, choice] of choices.entries()) {
      if (!isObject(choice)) continue;
      const index = Number.isInteger(choice['index']) ? Number(choice['index']) : position;
      for (const event of this.#choice(index).read(choice)) {
        events.push(event.kind === 'call' ? { ...event, frame: { ...template, ...event.frame } } : event);
      }
      const isLast = position === choices.length - 1;
      events.push({
        kind: 'frame',
        frame: { ...template, choices: [choice], ...(isLast ? usageMember : {}) },
      });
    }
    return events;
  }

  /** Some bots send no [DONE]; without a finish for every choice the answer was cut. */
  close(): BotEvent[] {
    const choices = [...this.#choices.values()];
    const isWhole = choices.length > 0 && choices.every((choice) => choice.isFinished);
    return isWhole ? [{ kind: 'finish' }] : [];
  }

  stop(ending: StopReason): BotEvent[] {
    return this.#endUnfinished(ending === 'done' ? 'stop' : 'length');
  }

  write(event: DeliveredEvent): string {
    if (event.kind === 'call') return '';
    if (event.kind === 'withheld') {
      this.#choice(event.answer).withhold(event.closing);
      return '';
    }
    if (event.kind !== 'frame') {
      const [index, field] = event.part.split(':') as [string, TextField];
      this.#choice(Number(index)).say(field, event);
      return '';
    }
    const { frame } = event;
    const [choice]: unknown[] = Array.isArray(frame['choices']) ? frame['choices'] : [];
    if (!isObject(choice)) return this.#sayFrame(frame);
    const { words, rest } = this.#choice(Number(choice['index'])).write(choice);
    if (rest === null && words !== null) return this.#sayWords({ ...frame, choices: [words] });
    const { usage, ...bare } = frame;
    const before = words === null ? '' : this.#sayWords({ ...bare, choices: [words] });
    if (rest !== null) return before + this.#sayFrame({ ...frame, choices: [rest] });
    return isObject(usage) ? this.#sayFrame({ ...frame, choices: [] }) : '';
  }

  end(details: object | null, comment: string): string {
    if (details !== null) this.#heldFrame = { ...(this.#heldFrame ?? this.#bare()), plumbline: details };
    return this.#flushHeld() + comment + DONE;
  }

  fail(fault: StreamFault, comment: string): string {
    const frame = fault.kind === 'bot' ? fault.frame : { error: fault.document.error };
    return this.#flushHeld() + comment + sseData(JSON.stringify(frame));
  }

  #endUnfinished(finish_reason: string | null): BotEvent[] {
    return [...this.#choices].flatMap(([index, choice]) =>
      choice.isFinished
        ? []
        : [
            ...choice.end(),
            {
              kind: 'frame' as const,
              frame: { ...this.#template, choices: [{ index, delta: {}, finish_reason }] },
            },
          ],
    );
  }

  #choice(index: number): StreamedChoice {
    let choice = this.#choices.get(index);
    if (choice === undefined) {
      choice = new StreamedChoice(index, this.#options);
      this.#choices.set(index, choice);
    }
    return choice;
  }

  #bare(): JsonObject {
    return { ...this.#template, choices: [] };
  }

  #sayWords(frame: JsonObject): string {
    return this.#flushHeld() + sseData(JSON.stringify(frame));
  }

  #sayFrame(frame: JsonObject): string {
    if (!this.#options.wantsDetails) return sseData(JSON.stringify(frame));
    const before = this.#flushHeld();
    this.#heldFrame = frame;
    return before;
  }

  #flushHeld(): string {
    const held = this.#heldFrame;
    this.#heldFrame = null;
    return held === null ? '' : sseData(JSON.stringify(held));
  }
}
