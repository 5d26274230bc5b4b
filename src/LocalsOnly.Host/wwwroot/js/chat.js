import { ApiError, complete, outcome } from './api.js';
import { events } from './stream.js';

/** States in which a reply is still on its way. */
const running = new Set(['waiting', 'reading', 'writing']);

/** A question and its reply. `state`: waiting, reading, writing, done, stopped, interrupted (text kept) or failed (no text). */
export class Turn extends EventTarget {
  constructor(question) {
    super();
    this.question = question;
    this.reset();
  }

  reset() {
    Object.assign(this, { state: 'waiting', text: '', route: null, queued: null, prefill: null, judged: null, sources: [], stats: null, problem: null, finish: null });
  }

  get running() {
    return running.has(this.state);
  }

  update(changes) {
    Object.assign(this, changes);
    this.dispatchEvent(new Event('change'));
  }
}

/** One transcript with one persona, kept in memory only. Fires `turn` for a new turn, `busy` when a reply starts or ends, `clear`. */
export class Chat extends EventTarget {
  turns = [];
  #abort = null;

  constructor(persona) {
    super();
    this.persona = persona;
  }

  get busy() {
    return this.#abort !== null;
  }

  /** What the host is told of the conversation before a turn. A question that got no word of reply is left out: it can be asked again. */
  #history(upTo) {
    const before = this.turns.slice(0, this.turns.indexOf(upTo)).filter((turn) => turn.text !== '');
    return [
      ...before.flatMap((turn) => [{ role: 'user', content: turn.question }, { role: 'assistant', content: turn.text }]),
      { role: 'user', content: upTo.question },
    ];
  }

  ask(question) {
    if (this.busy) return;
    const turn = new Turn(question);
    this.turns.push(turn);
    this.dispatchEvent(new CustomEvent('turn', { detail: turn }));
    this.#run(turn);
  }

  /** Asks again, of a tier by name or of whichever the host chooses. What was said of the reply before is kept. */
  retry(turn, tier = null) {
    if (this.busy || turn !== this.turns.at(-1)) return;
    if (turn.state === 'done') keep(turn, tier === 'heavy' ? 'think-harder' : 'regenerate');
    turn.reset();
    turn.update({});
    this.#run(turn, tier);
  }

  /** `kind`: thumbs-up or thumbs-down. */
  judge(turn, kind) {
    keep(turn, kind);
    turn.update({ judged: kind });
  }

  stop() {
    this.#abort?.abort();
  }

  clear() {
    this.stop();
    this.#abort = null;
    this.turns = [];
    this.dispatchEvent(new Event('clear'));
  }

  async #run(turn, tier = null) {
    const abort = new AbortController();
    this.#abort = abort;
    this.#announce();
    try {
      const response = await complete(this.persona, this.#history(turn), tier, abort.signal);
      for await (const { kind, value } of events(response.body)) take(turn, kind, value);
      if (turn.running) end(turn, 'The connection ended before the reply was complete.');
    } catch (error) {
      if (!turn.running) return;
      if (abort.signal.aborted) turn.update({ state: 'stopped' });
      else end(turn, error instanceof ApiError ? error.message : 'The connection to the host was lost.');
    } finally {
      if (this.#abort === abort) this.#abort = null;
      this.#announce();
    }
  }

  #announce() {
    this.dispatchEvent(new Event('busy'));
  }
}

function take(turn, kind, value) {
  switch (kind) {
    case 'route': return turn.update({ route: value });
    case 'queued': return turn.update({ queued: value });
    case 'prefill': return turn.update({ state: turn.text ? turn.state : 'reading', prefill: value });
    case 'text': return turn.update({ state: 'writing', text: turn.text + value });
    case 'sources': return turn.update({ sources: value });
    case 'stats': return turn.update({ stats: value });
    case 'finish': return turn.update({ state: 'done', finish: value });
    case 'error': return end(turn, value);
  }
}

/** A verdict that cannot be kept is no reason to trouble the person who gave it. */
function keep(turn, kind) {
  if (turn.route?.id) outcome(turn.route.id, kind).catch(() => {});
}

function end(turn, problem) {
  turn.update({ state: turn.text ? 'interrupted' : 'failed', problem });
}
