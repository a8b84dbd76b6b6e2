export interface Tab {
  href: string;
  label: string;
  isCurrent: boolean;
  /** How many lie behind it. */
  count?: number;
}

/** Views of one page. Each is an address of its own, so that it can be linked, and gone back to. */
export const Tabs = ({ label, tabs }: { label: string; tabs: readonly Tab[] }) => (
  <nav class="tabs" aria-label={label}>
    <ul class="tab-list">
      {tabs.map((tab) => (
        <li>
          <a href={tab.href} {...(tab.isCurrent ? { 'aria-current': 'page' } : {})}>
            {tab.label}
            {tab.count === undefined ? null : <span class="tab-count">{tab.count}</span>}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
