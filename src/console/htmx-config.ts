/**
 * Settings of htmx, read off the frame. The pages' policy allows no inline style and no evaluation of text, parts are
 * never another site's, and what a person reads is not kept in the browser's storage.
 */
export const HTMX_CONFIG = JSON.stringify({
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  // Not style, which would be inline: a field that was resized has it.
  attributesToSettle: ['class', 'width', 'height'],
  // What was put in place can be pressed at once.
  defaultSettleDelay: 0,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
});
