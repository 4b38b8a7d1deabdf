// The page of saved builds: lists, renames, deletes, exports and imports what this browser keeps.
// Two to four of them are compared.
// Everything that somebody typed or a file held becomes text, never markup.

import * as builds from '/builds.js';

const MOST_FAULTS = 20;
/** Builds that stand side by side. */
const COMPARED = { least: 2, most: 4 };

const place = (id) => document.getElementById(id);
const [list, row, empty, said, undo, trouble, note, faults, file, exporting] = [
  'saved-list', 'saved-row', 'saved-empty', 'saved-said', 'saved-undo', 'saved-trouble', 'import-note', 'import-faults',
  'import-file', 'saved-export',
].map(place);
const [comparing, together, choice] = ['saved-compare', 'saved-together', 'saved-chosen'].map(place);

/** The queries of those that are to be compared, in the order in which they were chosen. */
const chosen = new Set();

/** What was deleted since the page was opened, the latest last. */
const deleted = [];

const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** Says what happened; a screen reader hears it. */
function say(text) {
  said.textContent = text;
}

/** Does something to what is kept and shows it, or says why it cannot be done. */
function attempt(act) {
  try {
    act();
    show();
    return true;
  } catch (problem) {
    if (!(problem instanceof builds.Problem)) throw problem;
    show();
    say(problem.message);
    return false;
  }
}

/** The day on the clock of whoever reads it. */
function day(saved) {
  const date = new Date(saved);
  const two = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function part(element, name) {
  return element.querySelector(`[data-part=${name}]`);
}

function written(build) {
  const item = row.content.firstElementChild.cloneNode(true);
  item.dataset.query = build.query;
  const link = part(item, 'link');
  link.textContent = build.name;
  link.href = builds.address(build.query);
  const when = part(item, 'day');
  when.textContent = day(build.saved);
  when.dateTime = build.saved;
  part(item, 'query').textContent = builds.address(build.query);
  const [box, change, remove] = [part(item, 'choose'), part(item, 'rename'), part(item, 'delete')];
  box.value = build.query;
  box.checked = chosen.has(build.query);
  box.setAttribute('aria-label', `Compare “${build.name}”`);
  box.addEventListener('change', () => {
    if (box.checked) chosen.add(build.query);
    else chosen.delete(build.query);
    showChoice();
  });
  change.setAttribute('aria-label', `Rename “${build.name}”`);
  remove.setAttribute('aria-label', `Delete “${build.name}”`);
  change.addEventListener('click', () => edit(build));
  remove.addEventListener('click', () => drop(build));
  return item;
}

/** Says how many are chosen, and lets them be compared where their number and their links allow it. */
function showChoice() {
  const { least, most } = COMPARED;
  const count = chosen.size;
  for (const box of list.querySelectorAll('[data-part=choose]')) box.disabled = count >= most && !box.checked;
  const length = String(new URLSearchParams([...chosen].map((query) => ['b', query]))).length;
  const long = length > builds.LIMITS.query;
  together.disabled = count < least || count > most || long;
  if (long) choice.textContent = `Their links have ${length} characters together; at most ${builds.LIMITS.query} are read.`;
  else if (count < least) choice.textContent = 'Choose two to four builds.';
  else choice.textContent = count < most ? `${count} are chosen.` : `${count} are chosen, which is the most.`;
}

/** The row of a build that is kept. */
function rowOf(query) {
  return [...list.children].find((item) => item.dataset.query === query);
}

/** Writes the list anew. A name that is being typed survives what another tab does. */
function show() {
  let kept;
  try {
    kept = builds.all();
    trouble.hidden = true;
  } catch (problem) {
    if (!(problem instanceof builds.Problem)) throw problem;
    unreadable(problem);
    kept = [];
  }
  const typed = list.querySelector('li:has(form:not([hidden]))');
  const items = kept.map((build) => (typed?.dataset.query === build.query ? typed : written(build)));
  if (typed && items.includes(typed)) {
    // Moved, the field would lose the focus: the others are put around it.
    const at = items.indexOf(typed);
    for (const item of [...list.children]) if (item !== typed) item.remove();
    typed.before(...items.slice(0, at));
    typed.after(...items.slice(at + 1));
  } else {
    list.replaceChildren(...items);
  }
  for (const query of chosen) if (!kept.some((build) => build.query === query)) chosen.delete(query);
  comparing.hidden = kept.length < COMPARED.least;
  showChoice();
  list.hidden = !kept.length;
  empty.hidden = Boolean(kept.length) || !trouble.hidden;
  exporting.disabled = !kept.length;
  undo.hidden = !deleted.length;
}

/** Nothing can be read: because nothing may be kept, or because what is kept is not ours. */
function unreadable(problem) {
  let kept = null;
  try {
    kept = builds.stored();
  } catch {
    // Then there is nothing to take along either.
  }
  const damaged = kept !== null;
  part(trouble, 'text').textContent = damaged
    ? `What this browser keeps cannot be read. ${problem.message}`
    : problem.message;
  part(trouble, 'ways').hidden = !damaged;
  trouble.hidden = false;
}

function edit(build) {
  // One name is changed at a time.
  for (const open of list.querySelectorAll('form:not([hidden])')) open.hidden = true;
  show();
  const item = rowOf(build.query);
  if (!item) return;
  const [form, line] = [part(item, 'form'), part(item, 'line')];
  const field = form.elements.name;
  const flaw = part(item, 'note');
  // Names and descriptions are tied by ids, and there are as many as there are rows.
  flaw.id = `rename-note-${[...list.children].indexOf(item)}`;
  field.setAttribute('aria-describedby', flaw.id);
  const fault = (text) => {
    flaw.textContent = text;
    field.ariaInvalid = text ? 'true' : null;
  };
  const close = () => {
    form.hidden = true;
    show();
    part(rowOf(build.query) ?? document.body, 'rename')?.focus();
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    const wrong = builds.nameFault(field.value);
    fault(wrong);
    if (wrong) return field.focus();
    if (attempt(() => builds.rename(build.query, field.value))) {
      say(`Renamed to “${builds.tidied(field.value)}”.`);
      close();
    }
  };
  form.onkeydown = ({ key }) => {
    if (key === 'Escape') close();
  };
  part(item, 'cancel').onclick = close;
  field.oninput = () => fault('');
  field.value = build.name;
  field.maxLength = builds.LIMITS.name;
  fault('');
  line.hidden = true;
  form.hidden = false;
  field.select();
}

function drop(build) {
  let gone = null;
  const done = attempt(() => {
    gone = builds.remove(build.query);
    if (gone) deleted.push(gone);
  });
  if (!done || !gone) return;
  say(`Deleted “${build.name}”.`);
  undo.focus();
}

undo.addEventListener('click', () => {
  const last = deleted.at(-1);
  const done = attempt(() => {
    builds.putBack(last);
    deleted.pop();
  });
  if (!done) return;
  say(`“${last.build.name}” is back.`);
  part(rowOf(last.build.query), 'link').focus();
});

function download(text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = `headroom-builds-${day(Date.now())}.json`;
  link.click();
  // The browser may still be reading it.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

exporting.addEventListener('click', () => {
  const kept = builds.all();
  download(builds.text(kept));
  say(`Exported ${plural(kept.length, 'build', 'builds')}.`);
});
part(trouble, 'export').addEventListener('click', () => download(builds.stored() ?? ''));
part(trouble, 'clear').addEventListener('click', () => {
  if (attempt(builds.clear)) say('Begun anew.');
});

/** Shows what became of a file, beside the field that it was given to. */
function imported(text, bad = []) {
  note.textContent = text;
  const lines = bad.slice(0, MOST_FAULTS);
  if (bad.length > lines.length) lines.push(`And ${bad.length - lines.length} more.`);
  faults.replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement('li');
      item.textContent = line;
      return item;
    }),
  );
  faults.hidden = !lines.length;
}

async function take(given) {
  if (given.size > builds.LIMITS.file) {
    const size = (given.size / builds.LIMITS.file).toFixed(1);
    throw new builds.Problem(`That file has ${size} MiB; at most 1 MiB is read.`);
  }
  const { added, known, faults: bad } = builds.merge(await given.text());
  show();
  const parts = [`${plural(added, 'build', 'builds')} added`];
  if (known) parts.push(`${known} here already`);
  if (bad.length) parts.push(`${plural(bad.length, 'entry', 'entries')} not taken`);
  imported(`${parts.join(', ')}.`, bad);
  file.ariaInvalid = null;
}

file.addEventListener('change', async () => {
  const [given] = file.files;
  if (!given) return;
  try {
    await take(given);
  } catch (problem) {
    imported(problem instanceof builds.Problem ? problem.message : 'That file cannot be read.');
    file.ariaInvalid = 'true';
  }
  // The same file may be chosen again once it has been mended.
  file.value = '';
});

builds.watch(show);
show();
place('saved').hidden = false;
