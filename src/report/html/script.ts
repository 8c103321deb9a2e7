// The only script, in reports of several pods: it sorts the table, filters by namespace, and opens all for the printer.
// It moves elements and compares texts; it makes no HTML. Its hash is in the page's Content Security Policy.
export const SCRIPT = `
'use strict';
(() => {
  const rows = [...document.querySelectorAll('tr[data-namespace]')];
  const parts = [...document.querySelectorAll('[data-namespaces]')];
  const said = document.getElementById('shown');
  const select = document.getElementById('namespace');
  const filter = () => {
    const wanted = select.value;
    let shown = 0;
    for (const row of rows) {
      row.hidden = wanted !== '' && row.dataset.namespace !== wanted;
      if (!row.hidden) shown += 1;
    }
    for (const part of parts) {
      const of = JSON.parse(part.dataset.namespaces);
      part.hidden = wanted !== '' && of.length > 0 && !of.includes(wanted);
    }
    said.textContent = shown + ' of ' + rows.length + ' shown';
  };
  if (select) {
    select.disabled = false;
    select.addEventListener('change', filter);
  }
  for (const button of document.querySelectorAll('th button')) {
    button.addEventListener('click', () => {
      const head = button.closest('th');
      const table = head.closest('table');
      const column = [...head.parentNode.children].indexOf(head);
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of head.parentNode.children) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const value = (row) => row.children[column].dataset.sort ?? row.children[column].textContent;
      const compare = head.classList.contains('num')
        ? (a, b) => Number(value(a)) - Number(value(b))
        : (a, b) => value(a).localeCompare(value(b), 'en', {numeric: true});
      const body = table.tBodies[0];
      const sorted = [...body.rows].sort((a, b) => (down ? compare(b, a) : compare(a, b)));
      body.append(...sorted);
    });
  }
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
})();
`;
