import fc from 'fast-check';

/** Texts that try to be more than text. */
export const HOSTILE = [
  '<!channel>',
  '<!here|here>',
  '<!everyone>',
  '<@U0ANA>',
  '<#C0OPS|ops>',
  '<!subteam^S012345|guards>',
  '<https://evil.example/x|open me>',
  '<mailto:a@evil.example|a>',
  '&lt;!channel&gt;',
  '&amp;lt;!channel&amp;gt;',
  '*bold* _it_ ~no~ `code` ```block```',
  '> quote\n• list\n1. one',
  ':skull: :here:',
  '\u202Egnp.exe\u202C',
  '\u0000\u0007\u001b[31m',
  'نشط الآن باب مخزن',
  '👩‍👩‍👧‍👦'.repeat(40),
  '😀'.repeat(5_000),
  'x'.repeat(10_000),
  '&<>'.repeat(4_000),
  '"}],"blocks":[{"type":"section"}]',
  '',
  ' ',
  '\n\n\n',
] as const;

/** Any text that the world may send. */
export const anyText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE) },
  {
    weight: 2,
    arbitrary: fc.array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' ')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 300 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
);
