import { page, Sheet } from './page.js';

/** A page that says one thing, and leads back to the board. */
export const told = (title: string, text: string): string =>
  page(
    'Tocsin',
    <Sheet title={title}>
      <p>{text}</p>
      <p>
        <a class="button plain" href="/console">
          To the board
        </a>
      </p>
    </Sheet>,
  );
