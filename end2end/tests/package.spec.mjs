// The arithmetic as a package of its own: in a page that asks no server of ours, and in a program.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const folder = new URL('../../target/dist/npm/', import.meta.url);
const query = 'gpu=rtx-4090&n=2&model=llama-3.3-70b&w=q4_k_m';
const kinds = { js: 'text/javascript', wasm: 'application/wasm' };

/** A server of files and of a page that calculates by them. */
async function stand() {
  const page = `<!doctype html><title>A page of others</title><output></output><script type="module">
    import { load } from './index.js';
    const headroom = await load();
    document.querySelector('output').textContent = JSON.stringify(headroom.report(${JSON.stringify(query)}));
  </script>`;
  const server = createServer(async (request, response) => {
    const name = request.url.slice(1);
    if (name === '') return response.setHeader('content-type', 'text/html').end(page);
    try {
      const file = await readFile(new URL(name, folder));
      response.setHeader('content-type', kinds[name.split('.').pop()] ?? 'application/octet-stream').end(file);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

test('a page of others calculates the same without our server', async ({ page, request }) => {
  const { server, origin } = await stand();
  const asked = [];
  page.on('request', (one) => asked.push(new URL(one.url()).origin));
  await page.goto(`${origin}/`);
  await expect(page.locator('output')).toHaveText(/verdict/);
  const own = JSON.parse(await page.locator('output').textContent());
  expect(own).toEqual(await (await request.get(`/api/v1/report?${query}`)).json());
  expect(new Set(asked)).toEqual(new Set([origin]));
  server.close();
});

test('a program calculates the same', async ({ request }) => {
  const { load } = await import(fileURLToPath(new URL('index.js', folder)));
  const headroom = await load();
  expect(headroom.report(query)).toEqual(await (await request.get(`/api/v1/report?${query}`)).json());
  expect(headroom.canonical('n=2&gpu=rtx-4090&ctx=8192')).toBe('gpu=rtx-4090&n=2');
  expect(headroom.claim('405B FP16 on 384GB').verdict).toBe('refuted');
  expect(headroom.names().models.length).toBeGreaterThan(200);
});
