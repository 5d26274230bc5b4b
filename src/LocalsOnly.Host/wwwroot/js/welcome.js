import { el } from './dom.js';
import { monogram } from './personas.js';

/** First questions that need nothing but memory and judgement. */
const openers = {
  vince: ['What did I conclude about funding rates?', 'Walk me through your checks before a paper trade', 'Which of my market ideas did I drop, and why?'],
  kelly: ['Pick a lunch place from my list', 'What wines did I say I liked?', 'Plan a slow Wednesday away'],
  solus: ['How wide should a covered call be when volatility is high?', 'What did I decide about rolling on Thursdays?', 'Size, skip or watch: help me think one through'],
  otaku: ['What should I check before bridging?', 'What did I learn about token approvals?', 'Explain a gas reserve in two sentences'],
  eliza: ['What have I been thinking about lately?', 'Find the essay ideas I never finished', 'Where do my old conversations disagree?'],
};
const general = ['What have we talked about most?', 'What did I decide and then forget?', 'Summarise my last project'];

/** The first screen of a chat. */
export function welcome(persona, status, ask) {
  const offered = Array.isArray(status?.suggestions) ? status.suggestions.filter((text) => typeof text === 'string') : [];
  const empty = status?.memory && !status.memory.conversations;
  const questions = (offered.length > 0 ? offered : openers[persona.id] ?? general).slice(0, 4);
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
