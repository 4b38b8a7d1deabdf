// What the configurator puts on paper: the sheet of its build instead of the form and all of its sections.
//
// Printing waits for nothing but a request that blocks, so that is what this is. Without an answer the
// page prints as it stands.

import { stamp } from '/sheet.js';

const paper = document.getElementById('paper');

function sheet() {
  const request = new XMLHttpRequest();
  // The address holds what was typed, so that the sheet can say what of it could not be used.
  request.open('GET', `/sheet${location.search}`, false);
  request.send();
  if (request.status !== 200) return null;
  return new DOMParser().parseFromString(request.responseText, 'text/html').getElementById('sheet');
}

addEventListener('beforeprint', () => {
  try {
    paper.replaceChildren(sheet() ?? '');
    stamp();
  } catch {
    paper.replaceChildren();
  }
});
addEventListener('afterprint', () => paper.replaceChildren());
