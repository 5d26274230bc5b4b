import * as api from './api.js';
import { byId, el } from './dom.js';
import { counted, duration } from './format.js';

const heading = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'short', timeZone: 'UTC' });
const DAYS = 7;

/** What the personas do on their own, in the panel: how each task stands, the coming week, what ran. */
export class Tasks {
  #skipped = false;

  constructor(panel) {
    this.panel = panel;
  }

  /** Says beside the button whether anything needs a look. */
  async glance() {
    const listing = await api.tasks().catch(() => null);
    if (!listing) return;
    const failing = listing.tasks.filter(isFailing).length + listing.problems.length;
    const paused = listing.tasks.filter((task) => task.standing === 'paused').length;
    const said = [failing > 0 && `${failing} failing`, paused > 0 && `${paused} paused`].filter(Boolean).join(', ');
    byId('tasks-note').textContent = said;
    byId('open-tasks').setAttribute('aria-label', said ? `Tasks: ${said}` : 'Tasks');
    byId('open-tasks').dataset.state = failing > 0 ? 'bad' : paused > 0 ? 'wait' : 'good';
  }

  async open(opener = null) {
    const signal = this.panel.begin(opener);
    const body = el('div', { class: 'body tasks', 'data-testid': 'tasks' }, el('p', { class: 'loading', text: 'Asking the host' }));
    this.panel.show({ title: 'Tasks', body });
    this.panel.focusTitle();
    try {
      const [listing, calendar, history] = await Promise.all([api.tasks(signal), api.taskCalendar(DAYS, signal), api.taskHistory(this.#skipped, signal)]);
      if (!signal.aborted) this.#draw(body, listing, calendar, history, signal);
    } catch (error) {
      if (!signal.aborted) body.replaceChildren(el('p', { class: 'trouble', role: 'alert', text: error.message }));
    }
  }

  #draw(body, listing, calendar, history, signal) {
    const problems = listing.problems.map((text) => el('p', { class: 'note failed', role: 'status', 'data-testid': 'task-problem', text }));
    if (listing.tasks.length === 0 && history.length === 0) {
      body.replaceChildren(...problems, el('div', { 'data-testid': 'no-tasks' },
        el('p', { text: 'Nobody does anything on their own yet.' }),
        el('p', { class: 'small' }, 'Make a task with ', el('code', { text: 'locals tasks new' }), ', or write a file: ', el('code', { text: 'agents/<persona>/tasks/<name>.md' }))));
      return;
    }
    const log = el('div', { class: 'log', 'aria-live': 'polite' }, ...runs(history));
    body.replaceChildren(...[
      ...problems,
      !listing.enabled && el('p', { class: 'note', text: 'Nothing is due by the clock: Scheduling:Enabled is false.' }),
      el('ul', { class: 'standing' }, ...listing.tasks.map(standing)),
      el('h3', { class: 'divider', text: 'The coming week' }),
      el('p', { class: 'small', text: `Times are in ${listing.zone}.` }),
      ...week(calendar),
      el('h3', { class: 'divider', text: 'What ran' }),
      this.#choice(log, signal),
      log,
    ].filter(Boolean));
  }

  #choice(log, signal) {
    const box = el('input', { type: 'checkbox', 'data-testid': 'skipped', checked: this.#skipped });
    box.addEventListener('change', async () => {
      this.#skipped = box.checked;
      const history = await api.taskHistory(this.#skipped, signal).catch(() => null);
      if (history && !signal.aborted && box.checked === this.#skipped) log.replaceChildren(...runs(history));
    });
    return el('label', { class: 'choice small' }, box, 'Also what did not run, and why');
  }
}

const isFailing = (task) => task.failed_in_a_row > 0 || task.last?.is_bad || task.problem;
const mark = (state) => el('span', { class: 'dot', 'data-state': state, 'aria-hidden': 'true' });

function standing(task) {
  const failing = isFailing(task);
  const next = task.next_text ? `next ${task.next_text}` : null;
  return el('li', { 'data-testid': 'task', 'data-standing': task.standing },
    mark(failing ? 'bad' : task.standing === 'due' ? 'good' : 'wait'),
    el('div', {},
      el('p', {}, el('strong', { text: task.title }), ' ',
        task.standing !== 'due' && el('span', { class: 'badge idle', text: task.standing }), ' ',
        failing && el('span', { class: 'badge failing', text: task.failed_in_a_row > 1 ? `failed ${task.failed_in_a_row} times` : 'needs a look' })),
      el('p', { class: 'small', text: task.when }),
      el('p', { class: 'small facts' }, ...[task.id, next].filter(Boolean).map((text) => el('span', { text }))),
      task.last && el('p', { class: 'small', text: `last: ${task.last.words}, ${task.last.due_text}` })));
}

function week(lines) {
  if (lines.length === 0) return [el('p', { text: 'Nothing is due in the coming seven days.' })];
  const days = Map.groupBy ? Map.groupBy(lines, (line) => line.day) : grouped(lines);
  return [...days].map(([day, due]) => el('section', { class: 'day', 'data-testid': 'day' },
    el('h4', { text: heading.format(new Date(`${day}T00:00:00Z`)) }),
    el('ul', {}, ...due.map((line) => el('li', { class: line.paused ? 'paused' : null },
      el('span', { class: 'clock', text: line.until ? `${line.clock}–${line.until}` : line.clock }),
      el('span', {}, line.title, ' ', el('span', { class: 'small', text: [line.task.split('/')[0], line.words, line.times > 1 && counted(line.times, 'time'), line.paused && 'paused'].filter(Boolean).join(' · ') })))))));
}

function grouped(lines) {
  const days = new Map();
  for (const line of lines) days.set(line.day, [...(days.get(line.day) ?? []), line]);
  return days;
}

function runs(history) {
  if (history.length === 0) return [el('p', { class: 'small', text: 'Nothing yet.' })];
  return history.map((run) => el('article', { class: 'run', 'data-testid': 'run', 'data-state': run.state },
    mark(run.is_bad ? 'bad' : run.state === 'succeeded' ? 'good' : run.state === 'skipped' ? 'unknown' : 'wait'),
    el('div', {},
      el('p', {}, el('strong', { text: run.task }), ' ', el('span', { class: 'word', text: run.words })),
      el('p', { class: 'small facts' }, ...[
        run.due_text + (run.by_hand ? ', by hand' : run.late ? ', late' : ''),
        run.seconds !== null && `took ${duration(run.seconds * 1000)}`,
        run.tries > 1 && `try ${run.tries}`,
      ].filter(Boolean).map((text) => el('span', { text }))),
      run.reason && el('p', { class: 'small', text: run.reason }),
      ...run.deliveries.map((receipt) => el('p', { class: 'small proof', 'data-testid': 'proof', text: proof(receipt) })),
      run.output && el('details', {}, el('summary', { class: 'small', text: 'What it said' }), el('p', { class: 'said', text: run.output })),
      run.turn && el('p', { class: 'small' }, el('code', { text: `locals why ${run.turn}` })))));
}

function proof(receipt) {
  if (receipt.state === 'delivered') return `${receipt.channel}: delivered${receipt.proof === receipt.channel ? '' : `, ${receipt.proof}`}`;
  if (receipt.state === 'same') return `${receipt.channel}: ${receipt.reason}`;
  return `${receipt.channel}: ${receipt.state === 'pending' ? 'not yet delivered' : 'not delivered'}${receipt.reason ? `. ${receipt.reason}` : ''}`;
}
