import * as api from './api.js';
import { el } from './dom.js';
import { authorOf, counted, dateOf, isNotes, vendor } from './format.js';
import { read } from './reader.js';

const LONGEST = 280;

/** A search over memory in the panel; a hit opens its conversation, from which one can come back. */
export class Search {
  #query = '';
  #results = null;

  constructor(panel) {
    this.panel = panel;
  }

  open(opener = null) {
    this.signal = this.panel.begin(opener);
    this.box = el('input', { type: 'search', id: 'search-box', 'data-testid': 'search', autocomplete: 'off', placeholder: 'A name, a place, a decision' });
    this.box.value = this.#query;
    this.list = el('div', { class: 'results', 'aria-live': 'polite' });
    const form = el('form', { class: 'search', role: 'search' }, el('label', { for: 'search-box', class: 'sr', text: 'Search memory' }), this.box,
      el('button', { type: 'submit', class: 'primary', text: 'Search' }));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#run(this.box.value.trim());
    });
    this.panel.show({ title: 'Search memory', body: el('div', { class: 'body' }, form, this.list) });
    if (this.#results) this.#draw(this.#results);
    this.box.focus();
  }

  async #run(query) {
    if (query === '') return;
    this.#query = query;
    this.#results = null;
    const { signal, list } = this;
    list.replaceChildren(el('p', { class: 'loading', text: 'Searching' }));
    try {
      const { results } = await api.search(query, signal);
      if (signal.aborted || query !== this.#query) return;
      this.#results = results ?? [];
      this.#draw(this.#results);
    } catch (error) {
      if (!signal.aborted) list.replaceChildren(el('p', { class: 'trouble', role: 'alert', text: error.message }));
    }
  }

  #draw(results) {
    const heading = results.length === 0 ? `Nothing in memory matches “${this.#query}”.` : `${counted(results.length, 'passage')} for “${this.#query}”`;
    this.list.replaceChildren(
      el('p', { class: 'small', text: heading }),
      el('ul', {}, ...results.map((result) => el('li', {}, this.#hit(result)))));
  }

  #hit(result) {
    const facts = [vendor(result.source), dateOf(result.date) ?? 'no date', !isNotes(result.source) && result.author && authorOf(result.author)];
    const text = (result.text ?? '').replace(/\s+/g, ' ').trim();
    const button = el('button', { type: 'button', class: 'hit', 'data-testid': 'hit' },
      el('span', { class: 'title', text: result.title || 'Untitled' }),
      el('span', { class: 'facts' }, ...facts.filter(Boolean).map((fact) => el('span', { text: fact }))),
      el('span', { class: 'excerpt', text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text }));
    button.addEventListener('click', () => read(this.panel, result.key, { back: () => this.open() }));
    return button;
  }
}
