import { el } from './dom.js';
import { monogram } from './personas.js';

/** First questions that need no live figure: about what was said before, and about how the persona works. */
const openers = {
  vince: {
    recall: ['What did I conclude about funding rates?', 'Which of my market ideas did I drop, and why?'],
    method: ['Walk me through your checks before a paper trade', 'When is open interest a warning?'],
  },
  kelly: {
    recall: ['Pick a lunch place from my list', 'Which wines did I say I liked?'],
    method: ['Plan a slow Wednesday away', 'What can I cook tonight with one fire and one pan?'],
  },
  solus: {
    recall: ['What did I decide about rolling on Thursdays?', 'Which assignment did I regret most?'],
    method: ['How wide should a covered call be when volatility is high?', 'Size, skip or watch: help me think one through'],
  },
  otaku: {
    recall: ['What did I learn about token approvals?', 'Which protocols did I decide to avoid?'],
    method: ['What should I check before bridging?', 'Explain a gas reserve in two sentences'],
  },
  eliza: {
    recall: ['Find the essay ideas I never finished', 'Where do my old conversations disagree?'],
    method: ['Turn a rough thought into an outline', 'What makes a note worth keeping?'],
  },
};
const general = { recall: ['What did I decide and then forget?', 'What have I asked about most?'], method: ['What do you do, and what do you hand over?'] };

/** The first screen of a chat. */
export function welcome(persona, status, ask) {
  const offered = Array.isArray(status?.suggestions) ? status.suggestions.filter((text) => typeof text === 'string') : [];
  const empty = status?.memory && !status.memory.conversations;
  const { recall, method } = openers[persona.id] ?? general;
  const questions = (offered.length > 0 ? offered : empty ? method : [...recall, ...method]).slice(0, 4);
  return el('section', { class: 'welcome', 'aria-label': 'Start' },
    monogram(persona),
    el('h3', { text: `Ask ${persona.name}` }),
    el('p', { class: 'lead', text: persona.description }),
    empty && importing(),
    el('ul', { class: 'openers' }, ...questions.map((text) => {
      const button = el('button', { type: 'button', 'data-testid': 'suggestion', text });
      button.addEventListener('click', () => ask(text));
      return el('li', {}, button);
    })));
}

const importing = () => el('div', { class: 'importing', 'data-testid': 'import-hint' },
  el('p', {}, el('strong', { text: 'Memory is empty. ' }), 'Export your data from ChatGPT or Claude, then bring it home:'),
  el('pre', {}, el('code', { text: 'locals import ~/Downloads/export.zip' })),
  el('p', { class: 'small', text: 'The archive is read on this machine, and replies will cite it by number.' }));
