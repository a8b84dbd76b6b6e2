export { type AnswerReader, type AnswerReaderInput, createAnswerReader } from './answer-reader.js';
export type { Segment, SegmentKind } from './segment.js';
export { createSegmenter, HELD_CHARS_MIN, type Segmenter } from './segmenter.js';
