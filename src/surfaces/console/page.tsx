import type { ComponentChildren, JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** The frame of every page. Scripts and styles come from our own origin only; nothing is inline. */
export function page(
  title: string,
  body: JSX.Element,
  options: { readonly live?: boolean; readonly styles?: readonly string[] } = {},
): string {
  const html = renderToString(
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href="/console/assets/bell.svg" type="image/svg+xml" />
        {['console.css', ...(options.styles ?? [])].map((name) => (
          <link rel="stylesheet" href={`/console/assets/${name}`} />
        ))}
        {options.live ? <script src="/console/assets/idiomorph.js" defer /> : null}
        {options.live ? <script src="/console/assets/console.js" defer /> : null}
      </head>
      <body>{body}</body>
    </html>,
  );
  return `<!doctype html>${html}`;
}

export const fragment = (element: JSX.Element): string => renderToString(element);

/** A small page with one thing to do. */
export function Sheet({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <main class="sheet">
      <p class="brand">
        <img src="/console/assets/bell.svg" alt="" width="28" height="28" /> Tocsin
      </p>
      <h1>{title}</h1>
      {children}
    </main>
  );
}

export function Input(props: {
  name: string;
  label: string;
  type?: 'text' | 'password';
  value?: string;
  hint?: string;
  autocomplete?: string;
}): JSX.Element {
  const { name, label, type = 'text', value, hint, autocomplete } = props;
  const described = hint ? { 'aria-describedby': `${name}-hint` } : {};
  const common = {
    id: name,
    name,
    required: true,
    ...(value === undefined ? {} : { value }),
    ...(autocomplete ? { autocomplete } : {}),
    ...described,
  };
  return (
    <div class="question">
      <label for={name}>{label}</label>
      {type === 'password' ? <input type="password" {...common} /> : <input type="text" {...common} />}
      {hint ? (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

export const Fault = ({ text }: { text: string | undefined }): JSX.Element | null =>
  text ? (
    <p class="fault" role="alert">
      {text}
    </p>
  ) : null;
