import { describe, expect, it } from 'vitest';
import { parseBook } from '../../src/book/parse.js';
import { printable, readConfig } from '../../src/config.js';

const KEY = 'sk-settings-test-123';

describe('the model in the environment', () => {
  it('is off until there is a key', () => {
    expect(readConfig({}).openai).toBeUndefined();
    expect(readConfig({ OPENAI_API_KEY: ' ' }).openai).toBeUndefined();
  });

  it('has an address and a name of its own, which can be others', () => {
    expect(readConfig({ OPENAI_API_KEY: KEY }).openai).toEqual({
      apiKey: KEY,
      baseUrl: 'https://api.openai.com/v1',
      model: 'gpt-4.1-mini',
    });
    const own = { OPENAI_API_KEY: 'any', OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1/', OPENAI_MODEL: 'qwen3:8b' };
    expect(readConfig(own).openai).toEqual({ apiKey: 'any', baseUrl: 'http://127.0.0.1:11434/v1', model: 'qwen3:8b' });
  });

  it.each([
    ['OPENAI_BASE_URL', 'http://127.0.0.1:1/v1'],
    ['OPENAI_MODEL', 'x'],
  ])('is refused half set: %s alone', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(`${name} is set, but OPENAI_API_KEY is not`);
  });

  it('is printed without its key', () => {
    const shown = printable(readConfig({ OPENAI_API_KEY: KEY }));
    expect(shown).toContain('openai.apiKey = ********');
    expect(shown).not.toContain(KEY);
  });
});

describe('the model in the book', () => {
  const book = (model: string) =>
    parseBook(
      `organisation: { name: N, timezone: Europe/Berlin, currency: EUR }\nsites: [ { id: s, name: S } ]\n${model}`,
      'b.yml',
    ).model;

  it('lets nothing out unless the book says so', () => {
    const safe = { plates: true, names: true, phones: true, mails: true, values: true };
    expect(book('')).toEqual({ dailyTokens: 200_000, atOnce: 2, redact: safe, reports: false });
    expect(book('model: {}')).toEqual({ dailyTokens: 200_000, atOnce: 2, redact: safe, reports: false });
    expect(book('model: { dailyTokens: 0, redact: { plates: false }, language: de }')).toEqual({
      dailyTokens: 0,
      atOnce: 2,
      redact: { ...safe, plates: false },
      reports: false,
      language: 'de',
    });
  });

  it('is refused with a key that nobody knows, and beyond its bounds', () => {
    expect(() => book('model: { redact: { pins: false } }')).toThrow('model.redact.pins: this key is not known here');
    expect(() => book('model: { atOnce: 0 }')).toThrow('model.atOnce');
    expect(() => book('model: { language: German }')).toThrow('two letters');
  });
});
