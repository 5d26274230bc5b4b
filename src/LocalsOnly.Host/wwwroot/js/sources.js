import { el } from './dom.js';
import { authorOf, dateOf, isNotes, vendor } from './format.js';

/** Turns a number in the text into a button, where a source has that number. */
export const citer = (sources, open) => (number) => {
  const source = sources.find((candidate) => candidate.number === number);
  if (!source) return null;
  const button = el('button', {
    type: 'button', class: 'cite', 'data-testid': 'citation', text: String(number),
    'aria-label': `Source ${number}: ${source.title}`, title: source.title,
  });
  button.addEventListener('click', () => open(source.key, button));
  return button;
};

/** The sources of a reply: what it cites at once, what else was recalled behind a fold. */
export function sourceList(sources, open) {
  if (sources.length === 0) return null;
  const cited = sources.filter((source) => source.cited);
  const others = sources.filter((source) => !source.cited);
  return el('section', { class: 'sources', 'aria-label': 'Sources' },
    cited.length > 0 && chips(cited, open),
    others.length > 0 && el('details', { open: cited.length === 0 },
      el('summary', { text: cited.length > 0 ? `${others.length} more recalled, not cited` : `${others.length} recalled, not cited` }),
      chips(others, open)));
}

const chips = (sources, open) => el('ul', {}, ...sources.map((source) => el('li', {}, chip(source, open))));

function chip(source, open) {
  const facts = [vendor(source.source), dateOf(source.date) ?? 'no date', !isNotes(source.source) && source.author && authorOf(source.author)];
  const button = el('button', { type: 'button', class: 'source', 'data-testid': 'source', title: source.excerpt, 'aria-haspopup': 'dialog' },
    el('span', { class: 'number', text: String(source.number) }),
    el('span', { class: 'title', text: source.title || 'Untitled' }),
    el('span', { class: 'facts' }, ...facts.filter(Boolean).map((text) => el('span', { text }))));
  button.addEventListener('click', () => open(source.key, button));
  return button;
}
