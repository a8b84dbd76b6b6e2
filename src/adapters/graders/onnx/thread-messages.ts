import type { OnnxModelFiles } from './model-folder.js';
import type { TaskScores } from './score-claims.js';
import type { ScoringTask } from './scoring-task.js';

/** What the thread is started with. */
export interface ThreadModel {
  files: OnnxModelFiles;
  threads: number | null;
}

/** What the thread is asked; a task that was called off is not begun, or ended before its next run. */
export type ToThread = { id: number; task: ScoringTask } | { id: number; isCalledOff: true };

/** What it says: first whether the model is there, then what tasks took and came to. */
export type FromThread =
  | { isReady: true }
  | { isReady: false; reason: string }
  | { id: number; calls: number; tokens: number }
  | { id: number; scores: TaskScores }
  | { id: number; reason: string };
