import type { ComponentChildren, JSX } from 'preact';

/** Above a page that is not the board: where it is, and the ways on from it. */
export const Head = ({ title, children }: { title: string; children?: ComponentChildren }): JSX.Element => (
  <header>
    <p class="brand">
      <a href="/console">
        <img src="/console/assets/bell.svg" alt="" width="22" height="22" /> Tocsin
      </a>
    </p>
    <h1>{title}</h1>
    <nav>
      {children}
      <a href="/console">To the board</a>
    </nav>
  </header>
);
