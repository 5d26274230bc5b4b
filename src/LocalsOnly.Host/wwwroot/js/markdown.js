import { el } from './dom.js';
import { inline } from './inline.js';

const fence = /^ {0,3}(`{3,}|~{3,})\s*([^`]*)$/;
const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const rule = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const item = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const quote = /^ {0,3}>\s?(.*)$/;
const divider = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$/;

/** The top-level blocks of a text, each `{ kind, raw }`. Joined in order they are the text again, apart from blank lines. */
export function blocks(text) {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const found = [];
  for (let at = 0; at < lines.length;) {
    if (lines[at].trim() === '') { at++; continue; }
    const kind = kindOf(lines, at);
    const end = endOf[kind](lines, at);
    found.push({ kind, raw: lines.slice(at, end).join('\n') });
    at = end;
  }
  return found;
}

function kindOf(lines, at) {
  const line = lines[at];
  if (fence.test(line)) return 'code';
  if (heading.test(line)) return 'heading';
  if (rule.test(line)) return 'rule';
  if (item.test(line)) return 'list';
  if (quote.test(line)) return 'quote';
  return line.includes('|') && divider.test(lines[at + 1] ?? '') ? 'table' : 'paragraph';
}

const until = (lines, at, stops) => {
  let end = at + 1;
  while (end < lines.length && !stops(lines[end], end)) end++;
  return end;
};

const endOf = {
  heading: (lines, at) => at + 1,
  rule: (lines, at) => at + 1,
  quote: (lines, at) => until(lines, at, (line) => !quote.test(line)),
  table: (lines, at) => until(lines, at, (line) => !line.includes('|')),
  paragraph: (lines, at) => until(lines, at, (line, end) => line.trim() === '' || interrupts(lines, end)),
  list: (lines, at) => until(lines, at, (line, end) => {
    if (line.trim() !== '') return !item.test(line) && !/^\s/.test(line) && lines[end - 1].trim() === '' || fence.test(line) && !/^\s/.test(line);
    const next = lines.slice(end).find((later) => later.trim() !== '');
    return next === undefined || !(item.test(next) || /^\s{2,}/.test(next));
  }),
  code: (lines, at) => {
    const mark = fence.exec(lines[at])[1];
    const close = new RegExp(`^ {0,3}${mark[0] === '`' ? '`' : '~'}{${mark.length},}\\s*$`);
    const end = until(lines, at, (line) => close.test(line));
    return Math.min(end + 1, lines.length);
  },
};

// A numbered line may sit inside a paragraph ("in\n2024. Then"); everything else begins a block of its own.
const interrupts = (lines, at) => {
  const kind = kindOf(lines, at);
  return kind !== 'paragraph' && !(kind === 'list' && /^\s*\d/.test(lines[at]) && !/^\s*1[.)]/.test(lines[at]));
};

/** One block as an element. */
export function render({ kind, raw }, cite) {
  const lines = raw.split('\n');
  switch (kind) {
    case 'code': return codeBlock(lines);
    case 'heading': {
      const [, marks, words] = heading.exec(lines[0]);
      return el(marks.length < 3 ? 'h3' : 'h4', {}, inline(words, cite));
    }
    case 'rule': return el('hr');
    case 'quote': return el('blockquote', {}, ...nested(lines.map((line) => quote.exec(line)[1]).join('\n'), cite));
    case 'list': return list(lines, cite);
    case 'table': return table(lines, cite);
    default: return el('p', {}, inline(lines.map((line) => line.trim()).join('\n'), cite));
  }
}

let depth = 0;

/** A whole text as elements; what is nested deeper than a person would write is one plain paragraph. */
export function nested(text, cite) {
  if (depth >= 8) return [el('p', { text })];
  depth++;
  try {
    return blocks(text).map((block) => render(block, cite));
  } finally {
    depth--;
  }
}

function codeBlock(lines) {
  const [, mark, language] = fence.exec(lines[0]);
  const closed = lines.length > 1 && lines.at(-1).trim().startsWith(mark) && lines.at(-1).trim().replaceAll(mark[0], '') === '';
  const body = lines.slice(1, closed ? -1 : undefined).join('\n');
  // The clipboard exists only on loopback and HTTPS.
  const copy = navigator.clipboard && el('button', { type: 'button', class: 'copy', text: 'Copy' });
  copy?.addEventListener('click', async () => {
    const done = await navigator.clipboard.writeText(body).then(() => 'Copied', () => 'Not allowed');
    copy.textContent = done;
    setTimeout(() => { copy.textContent = 'Copy'; }, 1600);
  });
  const name = language.trim().split(/\s/)[0] || 'text';
  return el('figure', { class: 'code' },
    el('figcaption', {}, el('span', { text: name }), copy),
    el('pre', { tabindex: '0', 'aria-label': `Code, ${name}` }, el('code', { text: body })));
}

function list(lines, cite) {
  const [, margin, marker] = item.exec(lines[0]);
  const ordered = /\d/.test(marker);
  const node = el(ordered ? 'ol' : 'ul', { start: ordered && marker !== '1.' ? parseInt(marker, 10) : null });
  const entries = [];
  for (const line of lines) {
    const match = item.exec(line);
    if (match && match[1].length <= margin.length + 1) entries.push([match[3]]);
    else entries.at(-1).push(line.replace(/^\s{1,4}/, ''));
  }
  for (const entry of entries) {
    const task = /^\[([ xX])\]\s+/.exec(entry[0]);
    if (task) entry[0] = (task[1] === ' ' ? '☐ ' : '☑ ') + entry[0].slice(task[0].length);
    const inner = nested(entry.join('\n'), cite);
    // A tight item is its words, not a paragraph.
    const first = inner[0]?.tagName === 'P' ? [...inner.shift().childNodes] : [];
    node.append(el('li', {}, ...first, ...inner));
  }
  return node;
}

function table(lines, cite) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim());
  const row = (line, tag) => el('tr', {}, ...cells(line).map((cell) => el(tag, {}, inline(cell, cite))));
  return el('div', { class: 'wide', tabindex: '0', role: 'group', 'aria-label': 'Table' },
    el('table', {}, el('thead', {}, row(lines[0], 'th')), el('tbody', {}, ...lines.slice(2).map((line) => row(line, 'td')))));
}

/** Shows a growing text: blocks that have not changed keep their nodes, so a selection or a scrolled code block survives the next token. */
export class Prose {
  #shown = [];

  constructor(node) {
    this.node = node;
  }

  show(text, cite, afresh = false) {
    const next = blocks(text);
    let same = 0;
    if (!afresh) while (same < next.length && next[same].raw === this.#shown[same]?.raw && next[same].kind === this.#shown[same].kind) same++;
    while (this.node.children.length > same) this.node.lastElementChild.remove();
    this.node.append(...next.slice(same).map((block) => render(block, cite)));
    this.#shown = next;
  }
}
