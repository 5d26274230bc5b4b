import { el } from './dom.js';

const links = /^!?\[([^\]\n]*)\]\((\S+?)(?:\s+"[^"]*")?\)/;
const citation = /^\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\](?!\()/;
/** Hostile text nests deeper and runs longer than any person writes; beyond these it is shown as it is. */
const deepest = 12;
const longest = 20_000;
let depth = 0;

const pairs = [
  { mark: '***', tag: 'strong', inner: 'em' },
  { mark: '**', tag: 'strong' },
  { mark: '__', tag: 'strong' },
  { mark: '~~', tag: 's' },
  { mark: '*', tag: 'em' },
  { mark: '_', tag: 'em' },
];

/**
 * Inline Markdown as nodes: code, bold, emphasis, and numbers in brackets, which `cite(number)` may turn into a node.
 * Links stay inert: their words are shown with the address beside them, and nothing is ever fetched.
 */
export function inline(text, cite = () => null) {
  const out = document.createDocumentFragment();
  if (depth >= deepest || text.length > longest) {
    out.append(text);
    return out;
  }
  depth++;
  try {
    return walk(text, cite, out);
  } finally {
    depth--;
  }
}

function walk(text, cite, out) {
  // Marks that nothing later in this text closes: looked for once, not at every occurrence.
  const dead = new Set();
  let plain = '';
  const flush = () => {
    if (plain) out.append(plain);
    plain = '';
  };
  const put = (node, length) => {
    flush();
    out.append(node);
    at += length;
  };

  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const found = token(rest, text[at - 1] ?? ' ', cite, dead);
    if (found?.node) {
      put(found.node, found.length);
    } else if (found) {
      plain += found.text;
      at += found.length;
    } else {
      // Jump to the next character that can mean something.
      const step = Math.max(1, rest.slice(1).search(/[\\`*_~[!\n]/) + 1 || rest.length);
      plain += rest.slice(0, step);
      at += step;
    }
  }
  flush();
  return out;
}

function token(rest, before, cite, dead) {
  switch (rest[0]) {
    case '\\': return /^\\[!-/:-@[-`{-~]/.test(rest) ? { text: rest[1], length: 2 } : null;
    case '\n': return { node: el('br'), length: 1 };
    case '`': return code(rest);
    case '[':
    case '!': return cited(rest, cite) ?? link(rest, cite);
    default: return emphasis(rest, before, cite, dead);
  }
}

function code(rest) {
  const fence = /^`+/.exec(rest)[0];
  const end = closing(rest, fence);
  if (end < 0) return { text: fence, length: fence.length };
  const body = rest.slice(fence.length, end);
  const trimmed = /^ .*\S.* $/.test(body) ? body.slice(1, -1) : body;
  return { node: el('code', { text: trimmed }), length: end + fence.length };
}

function closing(rest, fence) {
  for (let at = fence.length; (at = rest.indexOf(fence, at)) >= 0;) {
    const run = /^`+/.exec(rest.slice(at))[0].length;
    if (run === fence.length) return at;
    at += run;
  }
  return -1;
}

function cited(rest, cite) {
  const match = citation.exec(rest);
  if (!match) return null;
  const found = match[1].split(',').map((number) => ({ number: number.trim(), node: cite(Number(number)) }));
  const nodes = found.map(({ number, node }) => node ?? `[${number}]`);
  return found.some(({ node }) => node) ? { node: el('span', { class: 'cites' }, ...nodes), length: match[0].length } : null;
}

function link(rest, cite) {
  const match = links.exec(rest);
  if (!match) return null;
  const [whole, words, address] = match;
  const shown = el('span', { class: 'address', text: address });
  return { node: words && words !== address ? el('span', {}, inline(words, cite), ' (', shown, ')') : shown, length: whole.length };
}

function emphasis(rest, before, cite, dead) {
  for (const { mark, tag, inner } of pairs) {
    if (dead.has(mark) || !rest.startsWith(mark) || /\s/.test(rest[mark.length] ?? ' ')) continue;
    // Inside a word an underscore is part of it (snake_case), and between digits a star multiplies.
    if ((mark[0] === '_' || mark === '*') && /\w/.test(before)) continue;
    const end = endOf(rest, mark);
    if (end < 0) {
      dead.add(mark);
      continue;
    }
    const words = inline(rest.slice(mark.length, end), cite);
    return { node: el(tag, {}, inner ? el(inner, {}, words) : words), length: end + mark.length };
  }
  return null;
}

function endOf(rest, mark) {
  for (let at = mark.length + 1; (at = rest.indexOf(mark, at)) >= 0; at++) {
    if (/\s/.test(rest[at - 1])) continue;
    if (mark.length === 1 && rest[at + 1] === mark) { at++; continue; }
    if (mark[0] === '_' && /\w/.test(rest[at + mark.length] ?? ' ')) continue;
    return at;
  }
  return -1;
}
