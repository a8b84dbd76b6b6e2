import type { Child } from 'hono/jsx';
import { Icon, type IconName } from './icon.js';

export interface EmptyStateProps {
  icon: IconName;
  title: string;
  /** Why there is nothing, and what to do about it. */
  text: string;
  /** What can be done at once. */
  action?: Child;
  /** As a page's own heading where the page has no other. */
  isPageHeading?: boolean;
}

/** What stands where there is nothing to show. */
export const EmptyState = ({ icon, title, text, action, isPageHeading = false }: EmptyStateProps) => (
  <div class="empty-state">
    <Icon name={icon} />
    {isPageHeading ? <h1 class="empty-title">{title}</h1> : <p class="empty-title">{title}</p>}
    <p class="empty-text">{text}</p>
    {action}
  </div>
);
