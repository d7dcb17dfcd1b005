/** Opens a page of a served folder in a real browser with WebGPU: what the tests of emitted folders stand on. */
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { serveFolder } from './server.ts';

export interface OpenPage {
  readonly page: Page;
  /** The address of the served folder; ends in a slash. */
  readonly url: string;
  /** What the page wrote to its console and threw so far, one line each. */
  readonly log: readonly string[];
  readonly close: () => Promise<void>;
}

/** Serves `folder`, starts Chromium and opens `path` below it; without an index.html `/` is an empty page. */
export async function openPage(folder: string, path = ''): Promise<OpenPage> {
  const server = await serveFolder(folder);
  try {
    const browser = await launchChromium();
    const close = async (): Promise<void> => {
      await browser.close();
      await server.close();
    };
    try {
      const page = await browser.newPage();
      const log: string[] = [];
      page.on('console', (message) => log.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => log.push(`uncaught: ${error.message}`));
      await page.goto(new URL(path, server.url).href);
      return { page, url: server.url, log, close };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    await server.close();
    throw error;
  }
}
