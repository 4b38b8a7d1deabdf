// The page that imports a model: files, a link, or text. All of it is read in this browser, by the same module that
// follows the configurator; of files only the header. Nothing is uploaded, and only a click asks the hub.
// Everything that a file, a hub or a person said becomes text, never markup.

import { half } from '/half.js';

const place = (id) => document.getElementById(id);
const { hub } = document.querySelector('main.import-page').dataset;
const [live, drop, files, filesNote, form, text, name, note, build, answer, found] = [
  'import-live', 'import-drop', 'import-files', 'import-files-note', 'import-form', 'import-text', 'import-name', 'import-note',
  'import-build', 'import-answer', 'import-found',
].map(place);
const [linkForm, link, linkNote] = ['import-link-form', 'import-link', 'import-link-note'].map(place);

/** As much of a file as is read at first, and at most: few headers are longer than a million bytes. */
const STEPS = [1 << 20, 8 << 20, 64 << 20];
const MOST_FILES = 1000;
const OTHER_WAY = 'Download config.json there and choose it above.';

/** A sentence for a person, who can do something about it. */
class Problem extends Error {}

/** The module, or what to do without it. */
const readers = () => half().catch(() => {
  throw new Problem('The code that reads files did not come. Try again; the text below goes to the server then.');
});

/** What the module makes of files by their names and bytes. */
async function read(parts, called) {
  const module = await readers();
  const lengths = new Uint32Array(parts.map(({ bytes }) => bytes.length));
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part.bytes, at);
    at += part.bytes.length;
  }
  const names = parts.map((part) => part.name.replace(/\s/g, ' ')).join('\n');
  const answered = await module.import_model(names, lengths, bytes, called, build.value);
  if (!answered) throw new Problem('The code that reads files did not come. Try again.');
  return JSON.parse(answered);
}

function say(where, sentence) {
  where.textContent = sentence;
  where.hidden = !sentence;
}

/** Shows what was found, or says beside the field why nothing was. */
function show(answered, where, field) {
  answer.replaceChildren();
  say(where, answered.refused ?? '');
  field.setAttribute('aria-invalid', String(Boolean(answered.refused)));
  if (answered.refused) return;
  const shown = found.content.cloneNode(true);
  const part = (part) => shown.querySelector(`[data-part=${part}]`);
  const number = (value) => value.toLocaleString('en').replaceAll(',', '\u202f');
  part('model').textContent = answered.model;
  const facts = [`${number(answered.params)} parameters`];
  if (answered.vision_params) facts.push(`${number(answered.vision_params)} in its tower`);
  if (answered.weights_bytes) facts.push(`${number(answered.weights_bytes)} bytes of weights`);
  part('facts').textContent = facts.join(' · ');
  part('notes').replaceChildren(...answered.notes.map((sentence) => {
    const item = document.createElement('li');
    item.textContent = sentence;
    return item;
  }));
  part('open').href = answered.url;
  answer.append(shown);
  answer.querySelector('[data-part=open]').focus();
}

/** Does something for a field, and says beside it what went wrong. */
async function attempt(where, field, act) {
  const all = document.querySelectorAll('main.import-page button, main.import-page input[type=file]');
  say(where, '');
  answer.replaceChildren();
  answer.setAttribute('aria-busy', 'true');
  for (const control of all) control.disabled = true;
  try {
    const answered = await act();
    for (const control of all) control.disabled = false;
    show(answered, where, field);
  } catch (problem) {
    if (!(problem instanceof Problem)) console.error(problem);
    field.setAttribute('aria-invalid', 'true');
    say(where, problem instanceof Problem ? problem.message : 'This could not be read here. Try the text of config.json below.');
  } finally {
    answer.removeAttribute('aria-busy');
    for (const control of all) control.disabled = false;
  }
}

/** The beginnings of files, longer ones only while a header goes on. */
async function fromFiles(chosen) {
  const all = [...chosen];
  if (all.length > MOST_FILES) throw new Problem(`At most ${MOST_FILES} files are read together.`);
  let answered;
  for (const step of STEPS) {
    const parts = await Promise.all(all.map(async (file) => {
      const end = file.name.endsWith('.json') ? STEPS.at(-1) : step;
      try {
        return { name: file.name, bytes: new Uint8Array(await file.slice(0, end).arrayBuffer()) };
      } catch {
        throw new Problem(`${file.name} cannot be read: a folder cannot be, nor a file that was moved.`);
      }
    }));
    answered = await read(parts, '');
    const more = all.some((file) => file.size > step);
    if (!answered.wants_more || !more) break;
  }
  return answered;
}

/** A file of the hub, or what its status says. */
async function ask(address) {
  try {
    const response = await fetch(address, { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' });
    const bytes = response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
    return { status: response.status, bytes };
  } catch {
    throw new Problem(
      `${new URL(hub).host} did not answer this page: there is no network, or it lets no other page read its files. ${OTHER_WAY}`,
    );
  }
}

async function fromLink(given) {
  const module = await readers();
  const lines = await module.import_addresses(given, hub);
  if (!lines) throw new Problem('This is no link to a model: write owner/name, or paste the address of its page.');
  const [repository, config, index, packed, named] = lines.split('\n');
  if (/\.gguf$/i.test(named ?? '')) {
    throw new Problem('This is the link of a GGUF file: download it and choose it above, or give the link of the original model.');
  }
  const { status, bytes } = await ask(config);
  if (status === 401 || status === 403) {
    throw new Problem(`${repository} is gated, private or not there: the hub answers ${status}. Sign in there. ${OTHER_WAY}`);
  }
  if (status === 404) {
    throw new Problem(`There is no config.json in ${repository}: the hub answers 404. Files of GGUF alone are chosen above.`);
  }
  if (!bytes) throw new Problem(`The hub answers ${status} for the configuration of ${repository}. ${OTHER_WAY}`);
  const parts = [{ name: 'config.json', bytes }];
  // What is not there need not be.
  for (const [called, address] of [['model.safetensors.index.json', index], ['hf_quant_config.json', packed]]) {
    const more = await ask(address).catch(() => ({}));
    if (more.bytes) parts.push({ name: called, bytes: more.bytes });
  }
  return read(parts, repository);
}

live.hidden = false;

files.addEventListener('change', () => {
  if (files.files.length > 0) attempt(filesNote, files, () => fromFiles(files.files));
});
for (const event of ['dragover', 'drop']) {
  // Dropped beside it, a file would take the place of the page.
  document.addEventListener(event, (happened) => {
    if (!happened.dataTransfer?.types.includes('Files')) return;
    happened.preventDefault();
    drop.classList.toggle('over', event === 'dragover');
    if (event === 'drop' && happened.dataTransfer.files.length > 0) {
      const { files: dropped } = happened.dataTransfer;
      attempt(filesNote, files, () => fromFiles(dropped));
    }
  });
}
document.addEventListener('dragleave', (event) => {
  if (!event.relatedTarget) drop.classList.remove('over');
});
linkForm?.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(linkNote, link, () => fromLink(link.value));
});
form.addEventListener('submit', (event) => {
  // The module did not come before: the server reads the text.
  if (form.dataset.plain) return;
  event.preventDefault();
  const bytes = new TextEncoder().encode(text.value);
  attempt(note, text, async () => {
    try {
      await readers();
    } catch {
      form.dataset.plain = '1';
      form.submit();
      throw new Problem('The text is sent to the server, because the code that reads it here did not come.');
    }
    return read([{ name: '', bytes }], name.value);
  });
});
