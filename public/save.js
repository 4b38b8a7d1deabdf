// Keeps the build of a page under a name: on the page for sharing, and in a dialog of the configurator.

import { LIMITS, Problem, find, free, nameFault, save, tidied } from '/builds.js';

const form = document.getElementById('save-form');
const field = document.getElementById('save-name');
const note = document.getElementById('save-note');
const said = document.getElementById('save-said');
const button = form.querySelector('[type=submit]');

/** The build that would be kept: the configurator's changes, and is written in the link for sharing. */
function current() {
  const link = document.querySelector('#share-link a');
  if (!link) return { query: form.dataset.query, name: form.dataset.name };
  return { query: link.search.slice(1), name: link.dataset.name };
}

function fault(text) {
  note.textContent = text;
  field.ariaInvalid = text ? 'true' : null;
}

/** Proposes a name, or shows the one under which the build is kept. */
function offer() {
  const { query, name } = current();
  fault('');
  said.textContent = '';
  try {
    const kept = find(query);
    field.value = kept ? kept.name : free(tidied(name));
    button.textContent = kept ? 'Rename' : 'Save in this browser';
    if (kept) said.textContent = 'This build is saved already, under this name.';
  } catch (problem) {
    field.value = tidied(name);
    told(problem);
  }
}

function told(problem) {
  if (!(problem instanceof Problem)) throw problem;
  fault(problem.message);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const flaw = nameFault(field.value);
  fault(flaw);
  if (flaw) return field.focus();
  try {
    const { query } = current();
    const renamed = Boolean(find(query));
    save(field.value, query);
    button.textContent = 'Rename';
    said.textContent = `${renamed ? 'Renamed to' : 'Saved as'} “${tidied(field.value)}”.`;
  } catch (problem) {
    told(problem);
  }
});
field.addEventListener('input', () => fault(''));
field.maxLength = LIMITS.name;

const dialog = document.getElementById('save');
const opener = document.getElementById('save-open');
form.hidden = false;
if (dialog) {
  opener.hidden = false;
  opener.addEventListener('click', () => {
    offer();
    dialog.showModal();
    field.select();
  });
  dialog.querySelector('[data-close]').addEventListener('click', () => dialog.close());
  // Beside the dialog is its backdrop.
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
} else {
  offer();
}
