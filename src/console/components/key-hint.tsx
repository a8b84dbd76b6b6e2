/** The keys that do the same as what it stands beside; hidden where shortcuts are off, and on phones. */
export const KeyHint = ({ keys }: { keys: readonly string[] }) => (
  <span class="key-hint" aria-hidden="true">
    {keys.map((key) => (
      <kbd>{key.length === 1 ? key.toUpperCase() : key}</kbd>
    ))}
  </span>
);
