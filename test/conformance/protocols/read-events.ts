/** An event as a client reads it. */
export interface ReadEvent {
  event: string | null;
  data: string;
}

/** The events of a whole stream in the form that Plumbline writes: LF, a blank line after each; and what else is there. */
export const readEvents = (raw: string): { events: ReadEvent[]; comments: string[]; problems: string[] } => {
  const events: ReadEvent[] = [];
  const comments: string[] = [];
  const problems: string[] = [];
  if (raw !== '' && !raw.endsWith('\n\n')) problems.push('the stream ends within an event');
  for (const block of raw.split('\n\n')) {
    if (block === '') continue;
    let event: string | null = null;
    const data: string[] = [];
    for (const line of block.split('\n')) {
      if (line.startsWith(': ')) comments.push(line.slice(2));
      else if (line.startsWith('data: ')) data.push(line.slice(6));
      else if (line.startsWith('event: ')) event = line.slice(7);
      else if (!line.startsWith('id: ')) problems.push('a line of the stream is no field of an event');
    }
    if (data.length > 0) events.push({ event, data: data.join('\n') });
  }
  return { events, comments, problems };
};
