/** A model without where it is served: for readers whom the operator's addresses are no concern of. */
export const withoutAddress = (model: string): string => model.replace(/@https?:\/\/\S*$/, '');
