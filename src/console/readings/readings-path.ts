export const READINGS_PATH = '/console/readings';

export const READINGS_VIEWS = ['open', 'accepted', 'rejected'] as const;
/** Which of a policy's proposals are shown; `open`: those that wait for a person. */
export type ReadingsView = (typeof READINGS_VIEWS)[number];

/** The address of a policy's proposals. */
export const policyPath = (base: string, document: string, view: ReadingsView): string =>
  `${READINGS_PATH}?${new URLSearchParams({ base, document, view })}`;
