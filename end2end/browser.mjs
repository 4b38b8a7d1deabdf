// How Chromium is found and started: the tests and the screenshots use the same browser.

import { existsSync } from 'node:fs';

const candidates = [
  process.env.HEADROOM_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export const executablePath = candidates.find((path) => path && existsSync(path));

const isRoot = process.getuid?.() === 0;

export const launchOptions = {
  executablePath,
  args: [
    // Chromium's sandbox refuses to start as root, which is what containers run as.
    ...(isRoot ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };
