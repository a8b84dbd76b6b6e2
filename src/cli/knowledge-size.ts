const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** What a knowledge base holds: "1 document, 40 passages". */
export const sizeOf = ({ documents, passages }: { documents: number; passages: number }): string =>
  `${counted(documents, 'document')}, ${counted(passages, 'passage')}`;
