import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import chromium from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';

/** Headless Chromium from a package, so that no browser needs to be installed. It reaches the loopback interface only. */
export async function openBrowser(): Promise<Browser> {
  return await playwright.launch({
    executablePath: await chromium.executablePath(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--proxy-server=127.0.0.1:9',
      '--proxy-bypass-list=127.0.0.1',
    ],
  });
}

/** Collects what a page complains about: script errors and violations of its own security policy. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    // A server that is being restarted refuses connections; the page says so to its reader.
    if (/net::ERR_|Failed to load resource/.test(message.text())) return;
    complaints.push(message.text());
  });
  return complaints;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Serious and critical accessibility faults, by axe. */
export async function axeFaults(page: Page): Promise<string[]> {
  // Evaluated by the test's own channel: the page's policy holds for the page, not for who looks at it.
  await page.evaluate(axe);
  const result = await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then((found) => found.violations.filter((each) => each.impact === "serious" || each.impact === "critical").map((each) => each.id + ": " + each.nodes.map((node) => node.target.join(" ") + " " + (node.any[0]?.message ?? "")).join(" | ")))',
  );
  return result as string[];
}
