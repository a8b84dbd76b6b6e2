import timelines from './timelines.json' with { type: 'json' };

/** Where an event begins and ends on a timeline, in places counted from its first event. */
export interface EventPlaces {
  timeline: string;
  start: number;
  end: number;
}

let table: ReadonlyMap<string, readonly EventPlaces[]> | null = null;

function placesTable(): ReadonlyMap<string, readonly EventPlaces[]> {
  if (table !== null) return table;
  const places = new Map<string, EventPlaces[]>();
  for (const [timeline, events] of Object.entries(timelines))
    for (const [event, [start = 0, end = start]] of Object.entries(events))
      places.set(event, [...(places.get(event) ?? []), { timeline, start, end }]);
  table = places;
  return places;
}

/** The timelines that an event or act stands on: booking before check-in before departure; empty for one on none. */
export const placesOf = (event: string): readonly EventPlaces[] => placesTable().get(event) ?? [];
