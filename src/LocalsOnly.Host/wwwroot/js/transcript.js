import { el } from './dom.js';
import { Prose } from './markdown.js';
import { badges, routeLine, waiting } from './route.js';
import { citer, sourceList } from './sources.js';
import { monogram } from './personas.js';

/** The view of one chat: a list of questions and replies that grows by itself. */
export class Transcript {
  /** `open(key, opener)` shows a source; `grown()` is called whenever the view became longer. */
  constructor(chat, persona, { open, grown }) {
    this.node = el('ol', { class: 'turns', 'aria-label': `Conversation with ${persona.name}` });
    const replies = [];
    chat.addEventListener('turn', ({ detail: turn }) => {
      replies.at(-1)?.settle();
      const reply = new Reply(turn, persona, { open, grown, retry: (tier) => chat.retry(turn, tier), judge: (kind) => chat.judge(turn, kind) });
      replies.push(reply);
      this.node.append(
        el('li', { class: 'question', 'data-testid': 'question' }, el('span', { class: 'sr', text: 'You said: ' }), el('p', { text: turn.question })),
        reply.node);
      grown(true);
    });
    chat.addEventListener('clear', () => {
      replies.length = 0;
      this.node.replaceChildren();
    });
  }
}

class Reply {
  #paint = 0;
  #last = true;

  constructor(turn, persona, { open, grown, retry, judge }) {
    Object.assign(this, { turn, persona, open, grown, retry, judge });
    this.marks = el('span', { class: 'marks' });
    this.progress = el('div', { class: 'before' });
    this.body = el('div', { class: 'prose', 'aria-live': 'polite', 'aria-busy': 'true' });
    this.foot = el('div', { class: 'foot' });
    this.prose = new Prose(this.body);
    this.node = el('li', { class: 'reply', 'data-testid': 'reply' },
      el('div', { class: 'by' }, monogram(persona), el('strong', { text: persona.name }), this.marks),
      this.progress, this.body, this.foot);
    turn.addEventListener('change', () => this.#changed());
    this.#draw();
  }

  /** A later turn exists: this one can no longer be tried again. */
  settle() {
    this.#last = false;
    this.#draw();
  }

  /** Tokens may arrive faster than a screen refreshes; the end is drawn at once, also in a hidden tab. */
  #changed() {
    cancelAnimationFrame(this.#paint);
    if (this.turn.running && !document.hidden) this.#paint = requestAnimationFrame(() => this.#draw());
    else this.#draw();
  }

  #draw() {
    const { turn } = this;
    this.node.dataset.state = turn.state;
    this.marks.replaceChildren(...badges(turn.route));
    this.progress.replaceChildren(...(turn.running && turn.text === '' ? [waiting(this.persona.name, turn)] : []));
    this.body.setAttribute('aria-busy', String(turn.running));
    this.prose.show(turn.text, citer(turn.sources, this.open), turn.sources !== this.cited);
    this.cited = turn.sources;
    if (!turn.running || turn.text === '') this.#drawFoot();
    this.grown(false);
  }

  #drawFoot() {
    const { turn } = this;
    const parts = [
      this.#note(),
      !turn.running && sourceList(turn.sources, this.open),
      turn.route && routeLine(turn.route, turn.stats),
      turn.state === 'done' && this.#verdicts(),
    ];
    this.foot.replaceChildren(...parts.filter(Boolean));
  }

  /** What a person may say of a finished reply; only the last one can be asked again. */
  #verdicts() {
    const { turn } = this;
    if (!turn.route?.id) return null;
    const button = (name, text, act, pressed = null) => {
      const made = el('button', { type: 'button', class: 'verdict', 'data-testid': name, 'aria-pressed': pressed === null ? null : String(pressed), text });
      made.addEventListener('click', act);
      return made;
    };
    return el('div', { class: 'verdicts' },
      button('thumbs-up', 'Good', () => this.judge('thumbs-up'), turn.judged === 'thumbs-up'),
      button('thumbs-down', 'Not good', () => this.judge('thumbs-down'), turn.judged === 'thumbs-down'),
      this.#last && button('regenerate', 'Again', () => this.retry()),
      this.#last && turn.route.answered !== 'heavy' && button('think-harder', 'Think harder', () => this.retry('heavy')));
  }

  #note() {
    const { turn } = this;
    const words = {
      stopped: turn.text ? 'Stopped by you. The reply above is incomplete.' : 'Stopped before the first word.',
      interrupted: `Incomplete. ${turn.problem}`,
      failed: turn.problem,
    }[turn.state] ?? endings[turn.finish];
    if (!words) return null;
    const again = this.#last && turn.state !== 'done' && el('button', { type: 'button', class: 'again', 'data-testid': 'retry', text: 'Try again' });
    if (again) again.addEventListener('click', () => {
      this.retry();
      document.getElementById('composer').focus();
    });
    return el('div', { class: `note ${turn.state}`, 'data-testid': 'note', role: turn.state === 'failed' || turn.state === 'interrupted' ? 'alert' : null },
      el('p', { text: words }), again);
  }
}

/** Finish reasons that a person should know of. */
const endings = {
  length: 'The reply reached its length limit and ends early.',
  content_filter: 'The endpoint withheld the rest of this reply.',
};
