import { parseBotJson } from '../../exchange.js';
import { isNonEmptyString, isObject, type JsonObject } from '../../json.js';
import type {
  BotEvent,
  DeliveredEvent,
  StopReason,
  StreamAdapter,
  StreamFault,
  StreamOptions,
  ToolCallEvent,
} from '../../relay/index.js';
import { type SseEvent, SseParser, sseData, sseEvent } from '../../sse.js';
import { inputOf, isCheckedUse, isKept, isText, isToolBlock, isToolUse } from './content-block.js';
import { messagesProblem } from './messages-error.js';
import { TextRun } from './text-run.js';

const STOP: JsonObject = { type: 'message_stop' };

/** A streamed message. Blocks are numbered anew, since some are left out and some joined. */
export class MessagesStream implements StreamAdapter {
  readonly parser = new SseParser();
  readonly #options: StreamOptions;
  /** The run that the bot is in, or has just left without beginning anything else. */
  #run: TextRun | null = null;
  /** The run that is being written. */
  #written: TextRun | null = null;
  /** Starts of text blocks within a run: a block of their own only where everything before is out. */
  readonly #cuts = new WeakSet<JsonObject>();
  /** Blocks of the bot that are no text: its index → ours, or null for those left out. */
  readonly #others = new Map<number, number | null>();
  readonly #textBlocks = new Set<number>();
  /** The run that a frame begins a block of. */
  readonly #runs = new WeakMap<JsonObject, TextRun>();
  /** Blocks of checked tool calls: index at the bot → tool. */
  readonly #checked = new Map<number, string>();
  #nextIndex = 0;
  #hasTexts = false;
  #hasTools = false;
  #isConcluded = false;
  #isRefused = false;
  #isWithheld = false;
  /** Whether the client has a tool call that it must answer. */
  #hasGivenCall = false;
  #usage: JsonObject = { output_tokens: 0 };
  #terminal = STOP;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  read({ data, event: name }: SseEvent & { kind: 'event' }): BotEvent[] {
    const frame = parseBotJson(data, 'A frame of the bot');
    if (!isObject(frame)) return [];
    delete frame['plumbline'];
    const type = typeof frame['type'] === 'string' ? frame['type'] : (name ?? '');
    frame['type'] = type;
    const index = Number(frame['index'] ?? 0);
    if (type.startsWith('content_block_')) frame['index'] = index;
    switch (type) {
      case 'error':
        return [{ kind: 'error', frame }];
      case 'message_start':
        return this.#readStart(frame);
      case 'content_block_start':
        return this.#readBlock(index, frame);
      case 'content_block_delta':
        return this.#readDelta(index, frame);
      case 'content_block_stop':
        if (this.#checked.has(index)) return [this.#call(index, frame)];
        if (!this.#textBlocks.has(index)) return this.#isOut(index) ? [{ kind: 'frame', frame }] : [];
        this.#run?.endBlock();
        return [];
      case 'message_delta': {
        const usage = frame['usage'];
        if (isObject(usage)) this.#usage = usage;
        return [
          ...this.#conclude(),
          ...(isObject(usage) ? [{ kind: 'usage' as const, usage }] : []),
          { kind: 'frame', frame },
        ];
      }
      case 'message_stop':
        this.#terminal = frame;
        return [...this.#conclude(), { kind: 'finish' }];
      default:
        return [{ kind: 'frame', frame }];
    }
  }

  /** Without its terminal event a message is whole if the bot said why it stopped. */
  close(): BotEvent[] {
    return this.#isConcluded ? [{ kind: 'finish' }] : [];
  }

  stop(ending: StopReason): BotEvent[] {
    const isConcluded = this.#isConcluded;
    const events = this.#conclude();
    const delta = { stop_reason: ending === 'done' ? 'end_turn' : 'max_tokens', stop_sequence: null };
    const frame = { type: 'message_delta', delta, usage: this.#usage };
    return isConcluded ? events : [...events, { kind: 'frame', frame }];
  }

  write(event: DeliveredEvent): string {
    if (event.kind === 'frame') return this.#writeFrame(event.frame);
    if (event.kind === 'call') return '';
    if (event.kind === 'withheld') return this.#withhold(event.closing);
    if (event.kind === 'text_end' && event.refusal !== null) return this.#refuse(event.refusal);
    const run = this.#written;
    // A closing message where the bot said nothing has no block of the bot to stand in.
    if (run === null || run.part !== event.part) return event.text === '' ? '' : this.#ownBlock(event.text);
    run.verbatimChars = event.verbatimChars;
    run.deliveredChars += event.text.length;
    if (event.text === '') return '';
    const delta = { type: 'text_delta', text: event.text };
    return emit({ type: 'content_block_delta', index: run.openIndex, delta });
  }

  end(details: object | null, comment: string): string {
    return comment + emit(details === null ? this.#terminal : { ...this.#terminal, plumbline: details });
  }

  fail(fault: StreamFault, comment: string): string {
    return comment + emit(fault.kind === 'bot' ? fault.frame : messagesProblem(fault.document));
  }

  #readStart(frame: JsonObject): BotEvent[] {
    const { message } = frame;
    if (!isObject(message)) return [{ kind: 'frame', frame }];
    const { plumbline: _, usage, ...rest } = message;
    const begun = { ...rest, content: [], ...(usage === undefined ? {} : { usage }) };
    if (isObject(usage)) this.#usage = usage;
    const counted: BotEvent[] = isObject(usage) ? [{ kind: 'usage', usage }] : [];
    return [...counted, { kind: 'frame', frame: { ...frame, message: begun } }];
  }

  #readBlock(index: number, frame: JsonObject): BotEvent[] {
    const { content_block } = frame;
    if (!isText(content_block)) {
      this.#hasTools ||= isToolBlock(content_block);
      const ended = this.#endRun();
      if (!isKept(content_block, this.#options.reasoning)) {
        this.#others.set(index, null);
        return ended;
      }
      if (isCheckedUse(content_block, this.#options.route.config.checked_tools)) {
        this.#checked.set(index, content_block.name);
        return [...ended, this.#call(index, frame, '', inputOf(content_block))];
      }
      return [...ended, { kind: 'frame', frame }];
    }
    this.#textBlocks.add(index);
    this.#hasTexts = true;
    const begun = {
      ...frame,
      content_block: {
        ...content_block,
        text: '',
        ...('citations' in content_block ? { citations: null } : {}),
      },
    };
    if (this.#run === null) this.#run = new TextRun(index);
    else this.#cuts.add(begun);
    this.#runs.set(begun, this.#run);
    const { citations } = content_block;
    if (Array.isArray(citations)) {
      for (const citation of citations) this.#run.holdCitation({ type: 'citations_delta', citation });
    }
    return [{ kind: 'frame', frame: begun }, ...this.#words(content_block.text)];
  }

  #readDelta(index: number, frame: JsonObject): BotEvent[] {
    const { delta } = frame;
    const type = isObject(delta) ? delta['type'] : null;
    if (this.#checked.has(index)) {
      // Words outside of a text block are none that a client knows.
      if (!isObject(delta) || type === 'text_delta') return [];
      return [this.#call(index, frame, isNonEmptyString(delta['partial_json']) ? delta['partial_json'] : '')];
    }
    if (!this.#textBlocks.has(index)) {
      return this.#isOut(index) && type !== 'text_delta' ? [{ kind: 'frame', frame }] : [];
    }
    if (type === 'citations_delta') this.#run?.holdCitation(delta);
    return isObject(delta) && type === 'text_delta' && isNonEmptyString(delta['text'])
      ? this.#words(delta['text'])
      : [];
  }

  #call(index: number, frame: JsonObject, text = '', whole: string | null = null): ToolCallEvent {
    const name = this.#checked.get(index) ?? '';
    return { kind: 'call', call: String(index), answer: 0, index, name, text, whole, frame };
  }

  #words(text: string): BotEvent[] {
    const run = this.#run;
    if (text === '' || run === null) return [];
    run.receivedChars += text.length;
    return [{ kind: 'text', part: run.part, index: run.index, text, form: this.#options.form }];
  }

  #isOut(index: number): boolean {
    return this.#others.get(index) !== null;
  }

  #endRun(): BotEvent[] {
    const run = this.#run;
    if (run === null) return [];
    run.endBlock();
    this.#run = null;
    return [
      { kind: 'text_end', part: run.part, index: run.index, form: this.#options.form },
      { kind: 'frame', frame: { type: 'content_block_stop' } },
    ];
  }

  /** Ends what is open. Without a word it is an answer too, unless it calls tools. */
  #conclude(): BotEvent[] {
    const events = this.#endRun();
    if (this.#isConcluded) return events;
    this.#isConcluded = true;
    const callsEnd: BotEvent[] = this.#checked.size === 0 ? [] : [{ kind: 'calls_end', answer: 0 }];
    if (this.#hasTexts) return [...events, ...callsEnd];
    return [
      ...events,
      this.#hasTools ? { kind: 'silent', index: 0 } : { kind: 'text_end', part: 'none', index: 0 },
      ...callsEnd,
    ];
  }

  /** The vendor's refusal is words, and the stop reason that follows. */
  #refuse(text: string): string {
    this.#isRefused = true;
    const run = this.#written;
    if (run === null) return this.#ownBlock(text);
    return emit({ type: 'content_block_delta', index: run.openIndex, delta: { type: 'text_delta', text } });
  }

  /** The closing message in place of tool calls; beside structured output the stop reason is the vendor's refusal. */
  #withhold(closing: string): string {
    this.#isWithheld = true;
    if (closing === '') return '';
    if (this.#options.form === 'json' && this.#hasTexts) this.#isRefused = true;
    return this.#ownBlock(closing);
  }

  #writeFrame(frame: JsonObject): string {
    if (this.#isRefused && frame['type'] === 'message_delta' && isObject(frame['delta'])) {
      return emit({ ...frame, delta: { ...frame['delta'], stop_reason: 'refusal' } });
    }
    const isCallStop = isObject(frame['delta']) && frame['delta']['stop_reason'] === 'tool_use';
    if (this.#isWithheld && !this.#hasGivenCall && frame['type'] === 'message_delta' && isCallStop) {
      return emit({ ...frame, delta: { ...Object(frame['delta']), stop_reason: 'end_turn' } });
    }
    const { type, content_block } = frame;
    this.#hasGivenCall ||= isToolUse(content_block);
    if (type === 'content_block_start' && isText(content_block)) return this.#startText(frame);
    if (type === 'content_block_stop' && !('index' in frame)) return this.#stopText();
    if (typeof type !== 'string' || !type.startsWith('content_block_')) return emit(frame);
    const index = Number(frame['index'] ?? 0);
    if (type === 'content_block_start') this.#others.set(index, this.#take());
    return emit({ ...frame, index: this.#others.get(index) ?? index });
  }

  #startText(frame: JsonObject): string {
    let before = '';
    if (this.#cuts.has(frame)) {
      if (this.#written?.isAllOut !== true) return '';
      before = this.#stopText();
    }
    const run = this.#runs.get(frame) ?? null;
    this.#written = run;
    const index = this.#take();
    if (run !== null) run.openIndex = index;
    return before + emit({ ...frame, index });
  }

  #stopText(): string {
    const run = this.#written;
    if (run === null) return '';
    return [...run.takeCitations(), { type: 'content_block_stop', index: run.openIndex }].map(emit).join('');
  }

  #ownBlock(text: string): string {
    const index = this.#take();
    return [
      { type: 'content_block_start', index, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index, delta: { type: 'text_delta', text } },
      { type: 'content_block_stop', index },
    ]
      .map(emit)
      .join('');
  }

  #take(): number {
    this.#nextIndex += 1;
    return this.#nextIndex - 1;
  }
}

const emit = (frame: JsonObject): string =>
  isNonEmptyString(frame['type']) ? sseEvent(frame['type'], frame) : sseData(JSON.stringify(frame));
