// Pictures of pages, desktop and phone, light and dark:
//
//     node shots.mjs FOLDER [--base http://127.0.0.1:3000] [--full] PATH...
//
// A path is anything after the host, for example '/' or '/?gpu=rtx-4090&n=2'.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { desktop, executablePath, launchOptions, phone } from './browser.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: 'string', default: 'http://127.0.0.1:3000' },
    full: { type: 'boolean', default: false },
  },
});
const [folder, ...paths] = positionals;
if (!folder || !executablePath) {
  console.error(
    folder
      ? 'No Chromium was found. Install it, or set HEADROOM_CHROMIUM to its path.'
      : 'Usage: node shots.mjs FOLDER [--base URL] [--full] PATH...',
  );
  process.exit(2);
}

function fileName(path) {
  const words = path.replace(/[^A-Za-z0-9.]+/g, '-').replace(/^-+|-+$/g, '');
  return words.slice(0, 80) || 'home';
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch(launchOptions);
for (const path of paths.length ? paths : ['/']) {
  for (const [size, viewport] of Object.entries({ desktop, phone })) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ viewport, colorScheme, hasTouch: size === 'phone' });
      const page = await context.newPage();
      const faults = [];
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('pageerror', (error) => faults.push(String(error)));
      await page.goto(new URL(path, values.base).href, { waitUntil: 'networkidle' });
      const file = join(folder, `${fileName(path)}.${size}.${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: values.full });
      console.log(file);
      for (const fault of faults) console.log(`  console: ${fault}`);
      await context.close();
    }
  }
}
await browser.close();
