/** The mark: a line that hangs true, with its brass weight. Takes the colour of the text around it. */
export const Logo = () => (
  <svg class="logo" viewBox="0 0 24 32" aria-hidden="true">
    <path class="logo-line" d="M12 1v10" />
    <path class="logo-bob" d="M7.5 10h9l-1 2.8h1.7v5.4L12 30l-5.2-11.8v-5.4h1.7z" />
  </svg>
);
