import { onKeyNeeded, treasuryReport } from './api.js';
import { byId, el } from './dom.js';
import { askForKey } from './key.js';

onKeyNeeded(askForKey);

const report = byId('report');
const thisMonth = name(new Date());
let month = new URLSearchParams(location.search).get('month') ?? thisMonth;
let asking = null;

function name(date) {
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;
}

function beside(step) {
  const [year, number] = month.split('-').map(Number);
  return name(new Date(year, number - 1 + step, 1));
}

async function show() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  byId('month').textContent = month;
  byId('after').disabled = month >= thisMonth;
  history.replaceState(null, '', month === thisMonth ? location.pathname : `?month=${month}`);
  try {
    const html = await treasuryReport(month, signal);
    // The host's own page part: every word in it that is not its own is encoded there, and it holds no script.
    if (!signal.aborted) report.innerHTML = html;
  } catch (error) {
    if (!signal.aborted) report.replaceChildren(el('p', { class: 'trouble', role: 'alert', text: error.message }));
  }
}

byId('before').addEventListener('click', () => {
  month = beside(-1);
  show();
});

byId('after').addEventListener('click', () => {
  month = beside(1);
  show();
});

byId('print').addEventListener('click', () => print());

show();
