// A model of one's own: by file, by text and by link, the hub being a stand-in that this file answers for.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import AxeBuilder from '@axe-core/playwright';
import { test as bare } from '@playwright/test';
import { expect, test } from './support.mjs';

const HUB = 'https://huggingface.co';
const header = (name) => fileURLToPath(new URL(`../../app/core/tests/import/${name}`, import.meta.url));
const GGUF = header('llama-3.2-1b.Q4_K_M.gguf');

/** A model that no row of the catalogue has. */
const config = {
  model_type: 'qwen3', hidden_size: 2048, num_hidden_layers: 30, num_attention_heads: 16, num_key_value_heads: 4, head_dim: 128,
  intermediate_size: 6144, vocab_size: 151936, max_position_embeddings: 32768, torch_dtype: 'bfloat16', flux_capacity: 3,
};
const asFile = (name, value) => ({ name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(value)) });
const answer = (page) => page.locator('#import-answer');

/** Everything that the page sends from now on, but for its own files. */
function sent(page) {
  const all = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' || !/\.(js|wasm|rows|css|svg)$/.test(new URL(request.url()).pathname)) all.push(request.url());
  });
  return all;
}

/** A hub that answers with these files, and with 404 for others. */
async function hub(page, files, status = 404) {
  const asked = [];
  await page.route(`${HUB}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(pathname);
    const body = files[pathname];
    const headers = { 'access-control-allow-origin': '*' };
    return body ? route.fulfill({ headers, json: body }) : route.fulfill({ headers, status, body: 'nothing' });
  });
  return asked;
}

test('the header of a file leads to the answer for that file, and nothing is sent', async ({ page }) => {
  await page.goto('/?gpu=rtx-4090');
  await page.getByRole('link', { name: 'Model not listed? Import it.' }).click();
  await expect(page).toHaveURL(/\/import\?gpu=rtx-4090/);
  const requests = sent(page);
  await page.getByLabel('Choose files, or drop them here').setInputFiles(GGUF);
  await expect(answer(page).getByRole('heading', { name: 'Llama 3.2 1B' })).toBeVisible();
  await expect(answer(page)).toContainText('799\u202f862\u202f912 bytes of weights');
  expect(requests).toEqual([]);
  await answer(page).getByRole('link', { name: 'Open it in the configurator' }).click();
  await expect(page).toHaveURL(/\?gpu=rtx-4090&model=llama-3\.2-1b&file=799862912b$/);
  await expect(page.locator('#headline, #verdict').first()).toContainText('Fits');
});

test('a configuration that no row has becomes a link that is its own model', async ({ page }) => {
  await page.goto('/import');
  await page.getByLabel('Choose files, or drop them here').setInputFiles([asFile('config.json', config)]);
  await expect(answer(page)).toContainText('left out: flux_capacity');
  await answer(page).getByRole('link', { name: 'Open it in the configurator' }).click();
  await expect(page).toHaveURL(/model=custom&arch=h-2048~l-F\*30~/);
  const { search } = new URL(page.url());
  const report = await (await page.request.get(`/api/v1/report${search}`)).json();
  expect(report.verdict.fits).toBe(true);
  // Another number keeps the model.
  await page.locator('#ctx').fill('4096');
  await page.locator('#ctx').press('Enter');
  await expect(page).toHaveURL(/arch=h-2048.*ctx=4096/);
});

test('files are dropped on the page', async ({ page }) => {
  await page.goto('/import');
  const bytes = [...readFileSync(GGUF)];
  const data = await page.evaluateHandle((bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], 'a.gguf'));
    return data;
  }, bytes);
  await page.dispatchEvent('h1', 'drop', { dataTransfer: data });
  await expect(answer(page).getByRole('heading', { name: 'Llama 3.2 1B' })).toBeVisible();
});

test('what is no model is refused beside the field', async ({ page }) => {
  await page.goto('/import');
  const files = page.getByLabel('Choose files, or drop them here');
  await files.setInputFiles([{ name: 'a.gguf', mimeType: 'x/y', buffer: Buffer.from('MZ nothing') }]);
  await expect(page.locator('#import-files-note')).toContainText('no header of a .safetensors or .gguf file');
  await expect(files).toHaveAttribute('aria-invalid', 'true');
  await files.setInputFiles([asFile('config.json', { ...config, model_type: 'mystery' })]);
  await expect(page.locator('#import-files-note')).toContainText('“mystery” is not known here');
  await expect(answer(page)).toBeEmpty();
});

test('pasted text is read in the browser and stays where it was typed', async ({ page }) => {
  await page.goto('/import');
  const requests = sent(page);
  const field = page.getByLabel('The text of config.json');
  await field.fill('{"model_type": "llama"}');
  await page.getByRole('button', { name: 'Read the text' }).click();
  await expect(page.locator('#import-note')).toContainText('hidden_size is missing');
  await expect(field).toHaveValue('{"model_type": "llama"}');
  await field.fill(JSON.stringify(config));
  await page.getByLabel('Name of the model').fill('me/Mine');
  await page.getByRole('button', { name: 'Read the text' }).click();
  await expect(answer(page).getByRole('heading', { name: 'Mine' })).toBeVisible();
  await expect(page.locator('#import-note')).toBeHidden();
  expect(requests).toEqual([]);
});

bare('a link is asked of the hub, by the browser and on a click alone', async ({ page }) => {
  const asked = await hub(page, {
    '/me/Mine/resolve/main/config.json': config,
    '/me/Mine/resolve/main/model.safetensors.index.json': { metadata: { total_size: 3_700_000_000 }, weight_map: { 'model.norm.weight': 'b' } },
  });
  await page.goto('/import');
  const link = page.getByLabel('Link or id of the model');
  await link.fill(`${HUB}/me/Mine/tree/main`);
  expect(asked).toEqual([]);
  await page.getByRole('button', { name: 'Ask huggingface.co' }).click();
  // The sizes of this index are those of another model.
  await expect(page.locator('#import-link-note')).toContainText('they do not belong together');
  expect(asked).toHaveLength(3);
  await link.fill('me/Other');
  await page.getByRole('button', { name: 'Ask huggingface.co' }).click();
  await expect(page.locator('#import-link-note')).toContainText('There is no config.json in me/Other');
  await expect(page.locator('#import-link-note')).toContainText('chosen above');
  await page.unrouteAll();
  await hub(page, { '/me/Mine/resolve/main/config.json': config });
  await link.fill('me/Mine');
  await link.press('Enter');
  await expect(answer(page).getByRole('heading', { name: 'Mine' })).toBeVisible();
});

bare('a hub that does not answer has a sentence and another way', async ({ page }) => {
  await page.goto('/import');
  const link = page.getByLabel('Link or id of the model');
  const note = page.locator('#import-link-note');
  const ask = () => page.getByRole('button', { name: 'Ask huggingface.co' }).click();
  await link.fill('only-one-word');
  await ask();
  await expect(note).toContainText('no link to a model');
  for (const status of [401, 403]) {
    await page.unrouteAll();
    await hub(page, {}, status);
    await link.fill('me/Gated');
    await ask();
    await expect(note).toContainText(`gated, private or not there: the hub answers ${status}`);
    await expect(note).toContainText('choose it above');
  }
  await page.unrouteAll();
  // An answer that other pages may not read.
  const headers = { 'access-control-allow-origin': 'https://elsewhere.example' };
  await page.route(`${HUB}/**`, (route) => route.fulfill({ headers, json: config }));
  await ask();
  await expect(note).toContainText('did not answer this page');
  await page.unrouteAll();
  await page.route(`${HUB}/**`, (route) => route.abort());
  await link.fill('me/Unreached');
  await ask();
  await expect(note).toContainText('there is no network, or it lets no other page read its files');
});

for (const path of ['/import', '/import?n=2&model=llama-3.1-8b']) {
  test(`axe finds nothing on ${path}`, async ({ page }) => {
    await page.goto(path);
    await page.getByLabel('Choose files, or drop them here').setInputFiles(GGUF);
    await expect(answer(page).getByRole('heading')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
  });
}
