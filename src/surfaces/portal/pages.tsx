import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { ClientLetterWords } from '../../../cards/words/client-letter-words.js';

/** The frame of every page of the portal; styles come from our own origin, and nothing runs. */
export const frame = (title: string, language: string, body: JSX.Element): string =>
  `<!doctype html>${renderToString(
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href="/console/assets/bell.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/console/assets/console.css" />
      </head>
      <body>
        <main class="sheet">{body}</main>
      </body>
    </html>,
  )}`;

export const Said = ({ title, text }: { readonly title: string; readonly text: string }): JSX.Element => (
  <>
    <h1>{title}</h1>
    <p>{text}</p>
  </>
);

interface DoorProps {
  readonly title: string;
  readonly period: string;
  readonly words: ClientLetterWords['page'];
  /** The address of this page, with its token. */
  readonly at: string;
  readonly reads: boolean;
  readonly given: boolean;
  readonly fault: string | undefined;
}

/** What a reader can do with the report: open it, and give one mark. */
export const Door = ({ title, period, words, at, reads, given, fault }: DoorProps): JSX.Element => (
  <>
    <h1>{title}</h1>
    <p>{period}</p>
    {reads ? (
      <form method="post" action={at}>
        <input type="hidden" name="do" value="read" />
        <button class="button primary" type="submit">
          {words.read}
        </button>
      </form>
    ) : null}
    {given ? (
      <p>{words.given}</p>
    ) : (
      <form method="post" action={at}>
        <input type="hidden" name="do" value="rate" />
        <fieldset class="marks">
          <legend>{words.question}</legend>
          {words.marks.map((label, index) => (
            <label>
              <input type="radio" name="mark" value={String(index + 1)} required /> {label}
            </label>
          ))}
        </fieldset>
        {fault === undefined ? null : (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
        <div class="question">
          <label for="comment">{words.comment}</label>
          <textarea id="comment" name="comment" rows={4} maxLength={1000} />
        </div>
        <button class="button" type="submit">
          {words.send}
        </button>
      </form>
    )}
  </>
);
