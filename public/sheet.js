// The sheet for paper: a button that prints, and the day on which it is printed.

/** Writes the day on the sheet, where there is one. */
export function stamp() {
  const place = document.getElementById('printed-on');
  if (!place) return;
  const now = new Date();
  const two = (number) => String(number).padStart(2, '0');
  place.textContent = ` · printed ${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

const button = document.getElementById('print');
if (button) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
  addEventListener('beforeprint', stamp);
}
