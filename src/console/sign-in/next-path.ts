/** Where a sign-in goes on: a page of ours that was asked for, else the start page. Never another site. */
export const nextPath = (asked: string | null | undefined): string =>
  asked !== null && asked !== undefined && /^\/console(?:[/?][\x21-\x7e]*)?$/.test(asked) && !isSignIn(asked)
    ? asked
    : '/console';

const isSignIn = (path: string): boolean => /^\/console\/log(?:in|out)\b/.test(path);
