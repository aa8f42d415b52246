import { describe, expect, it } from 'vitest';
import { parseBook } from '../../src/book/parse.js';

const book = (brand: string) =>
  parseBook(
    `
organisation: { name: N, timezone: UTC, currency: EUR, language: en }
sites: [{ id: mall, name: Mall, client: riverside }]
people: [{ id: ana, name: Ana, roles: [director] }]
clients:
  - id: riverside
    name: Riverside
    brand: { ${brand} }
`,
    'b.yml',
  );

describe('what a brand puts on mails and pages', () => {
  it('is one line of text in any script', () => {
    expect(book('header: " Безпека на набережній ", sender: "أمن النهر"').clients[0]?.brand).toEqual({
      header: 'Безпека на набережній',
      sender: 'أمن النهر',
    });
  });

  it.each([
    ['sender: "Bank <help@bank.example>"', 'clients.0.brand.sender'],
    ['sender: "help@bank.example"', 'one line, without'],
    ['sender: "A\\r\\nBcc: b"', 'one line, without'],
    ['header: "a\\u202Eb"', 'clients.0.brand.header'],
    ['header: " "', 'clients.0.brand.header'],
    [`header: ${'x'.repeat(81)}`, 'clients.0.brand.header'],
  ])('is no address, no second line and nothing that turns the writing: %s', (brand, why) => {
    expect(() => book(brand)).toThrow(why);
  });
});
